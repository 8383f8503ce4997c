"""The programme as everybody reads it: what it is, who is found in it, and under which terms."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.programme import directory, queries, terms
from ambassadors.programme.directory import Wanted
from kernel import lists, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import everyone
from kernel.web import get, number

FACES = 12


async def index(request: Request) -> Response:
    """What it is, its tiers, the three kinds of thanks, and what is one's own of it."""

    async def build() -> dict[str, Any]:
        counted = await queries.counted()
        found = await directory.listing(Wanted(), None)
        return {
            "tiers": [(tier, counted.get(tier.slug, 0)) for tier in await queries.tiers()],
            "people": sum(counted.values()),
            "faces": [entry.person for entry in found.items[:FACES]],
            "listed": await directory.total(),
            "thanked": await queries.thanked(),
        }

    return await pages.shared(request, "ambassadors/programme/index.html", build)


async def people(request: Request) -> Response:
    """Those who agreed to be found."""
    asked = request.query_params
    wanted = Wanted(asked.get("topic", "")[:80], asked.get("language", "")[:10], asked.get("place", "")[:80])

    async def build() -> dict[str, Any]:
        listing = await directory.listing(wanted, asked.get("after"))
        topics, languages = await directory.choices()
        return {
            "wanted": wanted,
            "entries": listing.items,
            "next": lists.with_query(request, after=listing.after) if listing.after else "",
            "topics": [("", _("Any topic")), *topics],
            "languages": [("", _("Any language")), *languages],
            "total": await directory.total(),
        }

    return await pages.shared(request, "ambassadors/programme/people.html", build)


async def present_terms(request: Request) -> Response:
    return await _terms(request, (await terms.now()).number)


async def some_terms(request: Request) -> Response:
    return await _terms(request, number(request))


async def _terms(request: Request, wanted: int) -> Response:
    """One version, with the others beside it."""

    async def build() -> dict[str, Any]:
        found = await terms.version(wanted)
        if found is None:
            raise Missing()
        return {"terms": found, "now": (await terms.now()).number, "versions": await terms.every()}

    return await pages.shared(request, "ambassadors/programme/terms.html", build)


routes = [
    get("/ambassadors", index, allow=everyone),
    get("/ambassadors/people", people, allow=everyone),
    get("/ambassadors/terms", present_terms, allow=everyone),
    get("/ambassadors/terms/{id}", some_terms, allow=everyone),
]
