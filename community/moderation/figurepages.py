"""What moderation did, for anybody to read: the numbers, and the yearly report as a page and as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import rulebook, statistics, transparency
from community.moderation.transparency import COLUMNS, OTHER
from community.moderation.union import CATEGORIES, NAMES, VALUES
from kernel import clock, exports, forms, i18n, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from kernel.viewer import admins, everyone
from kernel.web import get, number, post


async def figures(request: Request) -> Response:
    """Volumes, kinds, times and shares of the last twelve months."""

    async def build() -> dict[str, Any]:
        return {
            "numbers": await statistics.numbers(),
            "rules": await rulebook.names(),
            "years": await transparency.years(),
            "least": statistics.LEAST,
            "base": statistics.BASE,
            "span": _span,
        }

    return await pages.shared(request, "community/moderation/statistics.html", build)


def _span(found: timedelta) -> str:
    """A length of time in hours, or days."""
    hours = round(found / timedelta(hours=1))
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": i18n.format_number(hours)}
    days = round(hours / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": i18n.format_number(days)}


async def report(request: Request) -> Response:
    """The report of a year."""
    year = await _year(request)

    async def build() -> dict[str, Any]:
        found = await transparency.totals(year)
        told = {name: {value: statistics.told(n) for value, n in values.items()} for name, values in found.items()}
        known = {"names": VALUES, "least": statistics.LEAST}
        return {"year": year, "years": await transparency.years(), "totals": told, **known}

    return await pages.shared(request, "community/moderation/transparency.html", build)


async def sheet(request: Request) -> Response:
    """The same year, a row a statement, streamed."""
    year = await _year(request)
    pieces = exports.csv_stream(COLUMNS, transparency.statements(year))
    return exports.attachment(pieces, name=f"transparency-{year}.csv", media_type="text/csv; charset=utf-8")


async def _year(request: Request) -> int:
    """A year that has come, since the first that could hold a ruling."""
    year = number(request, "year")
    if not 2020 <= year <= clock.today().year:
        raise Missing()
    return year


async def categories(request: Request) -> Response:
    return await _categories(request, forms.blank(**await transparency.categories()))


async def choose(request: Request) -> Response:
    """Set which category the rulings on each rule belong to."""
    sent, names = await forms.sent(request), await rulebook.names()
    typed = {slug: str(sent.get(slug, OTHER)) for slug in names}
    filled: forms.Filled[Any] = forms.blank(**typed)
    for slug, value in typed.items():
        if value not in CATEGORIES:
            filled.refuse(slug, _("Choose one of the list."))
    if filled.errors:
        return await _categories(request, filled, status=422)
    await transparency.choose(request.state.viewer, typed)
    pages.said(request, _("Set, for the reports of all years."))
    return pages.see_other(request, "/moderation/transparency")


async def _categories(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    for slug in await rulebook.names():
        filled.values.setdefault(slug, OTHER)
    context = {"form": filled, "rules": await rulebook.names(), "categories": _named()}
    return await pages.page(request, "community/moderation/categories.html", context, status=status)


def _named() -> list[tuple[str, str]]:
    """The categories by their names, the one for everything else last."""
    named = sorted(((one, _(name)) for one, name in NAMES.items() if one != OTHER), key=lambda pair: pair[1])
    return [*named, (OTHER, _(NAMES[OTHER]))]


routes = [
    get("/moderation/statistics", figures, allow=everyone),
    get("/moderation/transparency", categories, allow=admins),
    post("/moderation/transparency", choose, allow=admins),
    get("/moderation/transparency/{year}.csv", sheet, allow=everyone),
    get("/moderation/transparency/{year}", report, allow=everyone),
]
