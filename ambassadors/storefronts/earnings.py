"""What one's designs earned: a statement for each month, as a page and as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import statements
from ambassadors.storefronts.statements import Statement
from kernel import exports, i18n, pages
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import members
from kernel.web import get
from voting.value.cells import precision

KINDS = {"earned": mark("Sale"), "reversed": mark("Sale taken back"), "paid": mark("Payment")}
HEADER = ("at", "kind", "design", "reference", "amount", "balance", "currency")


async def show(request: Request) -> Response:
    """One month: what the account began with, each line, what it ended with."""
    person = int(request.state.viewer.id or 0)
    first, known = _month(request), await statements.months(person)
    context = {
        "month": first,
        "named": i18n.format_date(first, "MMMM y"),
        "statements": [one for one in await statements.statements(person, first) if one.lines or one.opening],
        "balances": await statements.balances(person),
        "months": [
            (f"/account/royalties?month={day:%Y-%m}", i18n.format_date(day, "MMMM y"), day == first)
            for day in known[:24]
        ],
        "kinds": KINDS,
        "file": f"/account/royalties.csv?month={first:%Y-%m}",
    }
    return await pages.page(request, "ambassadors/storefronts/royalties.html", context)


async def as_file(request: Request) -> Response:
    """The same month for a spreadsheet; amounts are decimals with a point."""
    first = _month(request)
    found = await statements.statements(int(request.state.viewer.id or 0), first)
    pieces = exports.csv_stream(HEADER, _batches(found))
    return exports.attachment(pieces, name=f"royalties-{first:%Y-%m}.csv", media_type="text/csv")


async def _batches(found: Sequence[Statement]) -> AsyncIterator[Sequence[Sequence[Any]]]:
    for one in found:
        yield [
            (
                line.at,
                line.kind,
                line.title,
                line.reference,
                _decimal(line.amount, one.currency),
                _decimal(line.balance, one.currency),
                one.currency,
            )
            for line in one.lines
        ]


def _decimal(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-(precision(currency) or 0))


def _month(request: Request) -> date:
    asked = request.query_params.get("month", "")
    if not asked:
        return statements.this_month()
    found = statements.month_of(asked)
    if found is None or not 2000 <= found.year <= 2100:
        raise Missing()
    return found


routes = [
    get("/account/royalties", show, allow=members),
    get("/account/royalties.csv", as_file, allow=members),
]
