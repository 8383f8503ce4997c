"""The pages of the roadmap as a club sees it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import head
from community.clubs import queries as clubs
from community.clubs import rules as club_rules
from community.clubs.pages import of_club
from community.clubs.queries import ClubCard
from kernel import lists, pages
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post
from voting.wishes import horizons


async def index(request: Request) -> Response:
    """The three horizons, and under them the first of what is on none; its further pages are that list alone."""
    after = request.query_params.get("after")

    async def told(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
        loose = await horizons.unplaced(viewer, club.id, after)
        steps = {} if after else await horizons.of_club(viewer, club.id)
        return {
            **head.band(viewer, club, "roadmap"),
            "terms": horizons.labelled(steps) if steps else [],
            "unplaced": loose.items,
            "next": lists.with_query(request, after=loose.after) if loose.after else "",
            "is_further": bool(after),
            "is_empty": not (after or loose.items or any(steps.values())),
        }

    return await of_club(request, "voting/wishes/roadmap.html", told)


async def show(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club = await clubs.find(viewer, request.path_params["slug"])
    step, talk = await horizons.item(viewer, club, number(request))
    context = {
        **head.band(viewer, club, "roadmap"),
        "step": step,
        "talk": talk,
        "may_talk": club_rules.may_take_part(viewer, club),
    }
    return await pages.page(request, "voting/wishes/step.html", context)


async def begin(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club = await clubs.find(viewer, request.path_params["slug"])
    await horizons.begin_talk(viewer, club, number(request))
    return pages.see_other(request, f"{club.url}/roadmap/{number(request)}")


routes = [
    get("/clubs/{slug}/roadmap", index, allow=everyone),
    get("/clubs/{slug}/roadmap/{id}", show, allow=everyone),
    post("/clubs/{slug}/roadmap/{id}/talk", begin, allow=members),
]
