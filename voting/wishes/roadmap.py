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
from kernel import pages
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post
from voting.wishes import horizons

UNPLACED = 12


async def index(request: Request) -> Response:
    return await of_club(request, "voting/wishes/roadmap.html", _index)


async def _index(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
    steps = await horizons.of_club(viewer, club.id)
    return {
        **head.band(viewer, club, "roadmap"),
        "terms": horizons.labelled(steps),
        "unplaced": steps["open"][:UNPLACED],
        "is_empty": not any(steps.values()),
    }


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
