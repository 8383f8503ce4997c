"""One's own points, month by month, as a page and as a file; and for everybody the budget and the rules."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.points import calendar, queries, rulebook, statements
from ambassadors.points.registry import earnings
from ambassadors.points.settings import PointSettings
from ambassadors.points.statements import Statement
from kernel import exports, i18n, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, everyone, members
from kernel.web import get

ACTS = {
    "awarded": mark("Earned"),
    "reversed": mark("Points withdrawn"),
    "held": mark("Put aside"),
    "captured": mark("Spent"),
    "released": mark("Free again"),
    "returned": mark("Given back"),
    "expired": mark("Ended"),
    "erased": mark("Ended"),
}
HEADER = ("at", "what", "for", "points", "put_aside", "free", "note")


async def show(request: Request) -> Response:
    """One month: what it began with, each line, what it ended with."""
    viewer: Viewer = request.state.viewer
    first, known = _month(request), await statements.months(int(viewer.id or 0))
    balance = await queries.balance(int(viewer.id or 0))
    context = {
        "named": i18n.format_date(first, "MMMM y"),
        "statement": await statements.statement(viewer, first),
        "balance": balance,
        "ends_on": calendar.last_day(balance.ends_at) if balance.ends_at else None,
        "months": [
            (f"/account/points?month={day:%Y-%m}", i18n.format_date(day, "MMMM y"), day == first) for day in known
        ],
        "acts": ACTS,
        "file": f"/account/points.csv?month={first:%Y-%m}",
    }
    return await pages.page(request, "ambassadors/points/mine.html", context)


async def as_file(request: Request) -> Response:
    """The same month for a spreadsheet."""
    first = _month(request)
    found = await statements.statement(request.state.viewer, first)
    pieces = exports.csv_stream(HEADER, _batches(found))
    return exports.attachment(pieces, name=f"points-{first:%Y-%m}.csv", media_type="text/csv")


async def _batches(found: Statement) -> AsyncIterator[Sequence[Sequence[Any]]]:
    yield [
        (
            line.at,
            line.act,
            line.title or _(line.label) if line.label else "",
            line.points,
            line.aside,
            line.free,
            line.reason,
        )
        for line in found.lines
    ]


def _month(request: Request) -> date:
    asked = request.query_params.get("month", "")
    if not asked:
        return calendar.this_month()
    found = calendar.month_of(asked)
    if found is None:
        raise Missing()
    return found


async def published(request: Request) -> Response:
    """What there is to give this month, what is given, and by which rules."""

    async def build() -> dict[str, Any]:
        this, rules = calendar.this_month(), await rulebook.standing()
        return {
            "month": i18n.format_date(this, "MMMM y"),
            "last_day": calendar.last_day(calendar.begins(calendar.later(this, 1))),
            "budget": await queries.month(),
            "past": [(i18n.format_date(day, "MMMM y"), one) for day, one in await queries.past_months(this)],
            "rules": [(one, rules[one.kind]) for one in earnings() if one.kind in rules and rules[one.kind].amount],
            "lasts": PointSettings().point_months,
        }

    return await pages.shared(request, "ambassadors/points/published.html", build, extra=calendar.this_month())


routes = [
    get("/account/points", show, allow=members),
    get("/account/points.csv", as_file, allow=members),
    get("/ambassadors/points", published, allow=everyone),
]
