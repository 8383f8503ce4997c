"""Supporting an idea and taking it back; who supports it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from kernel import clock, lists, pages
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post
from voting.ballots import actions, queries, recorded, slots, traces
from voting.ballots.queries import Supportable


async def cast(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    count = await actions.cast(viewer, idea, trace=await traces.of(request, viewer.id))
    return await _answer(request, replace(idea, mine_at=idea.mine_at or clock.now()), count)


async def withdraw(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    count = await actions.withdraw(viewer, idea)
    return await _answer(request, replace(idea, mine_at=None), count)


async def _answer(request: Request, idea: Supportable, count: int | None) -> Response:
    """To htmx the control anew, with its count; to a form the way back to where it was sent from."""
    if not pages.by_htmx(request):
        pages.said(request, _("You support this idea.") if idea.mine_at else _("Your support is taken back."))
        return pages.see_other(request, _way_back(request, idea))
    now = replace(idea, supporters=idea.supporters if count is None else count)
    return pages.answer(slots.button(request.state.viewer, now, wide=request.query_params.get("wide") == "1"))


def _way_back(request: Request, idea: Supportable) -> str:
    from urllib.parse import urlsplit

    came = urlsplit(request.headers.get("referer", ""))
    return pages.safe_next(came.path + (f"?{came.query}" if came.query else ""), idea.url)


async def supporters(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))

    async def build() -> dict[str, Any]:
        found, unclaimed = await queries.supporters(idea.id, request.query_params.get("after"))
        cards = await people.names(found.items)
        return {
            "idea": idea,
            "people": [cards[person] for person in found.items],
            "unclaimed": unclaimed,
            "written": (await recorded.counts([idea.id])).get(idea.id, 0),
            "more": lists.with_query(request, after=found.after) if found.after else "",
        }

    return await pages.shared(request, "voting/ballots/supporters.html", build)


routes = [
    post("/ideas/{id}/support", cast, allow=members),
    post("/ideas/{id}/support/withdrawal", withdraw, allow=members),
    get("/ideas/{id}/supporters", supporters, allow=everyone),
]
