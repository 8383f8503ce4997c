"""The ideas of a club, those it keeps to itself among them for its members."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import head
from community.clubs import rules as club_rules
from community.clubs.pages import of_club
from community.clubs.queries import ClubCard
from ideas.board import queries, words
from ideas.board.queries import IdeaFilter
from kernel import lists
from kernel.viewer import Viewer, everyone
from kernel.web import get


async def index(request: Request) -> Response:
    return await of_club(request, "ideas/board/club.html", partial(_told, request))


async def _told(request: Request, viewer: Viewer, club: ClubCard) -> dict[str, Any]:
    sort = request.query_params.get("sort", "")
    wanted = IdeaFilter(club_id=club.id, sort=sort if sort in queries.SORTS else "new")
    listing = await queries.listing(viewer, wanted, request.query_params.get("after"))
    return {
        **head.band(viewer, club, "ideas"),
        "ideas": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "is_later": bool(request.query_params.get("after")),
        "sorts": [
            {"name": name, "url": lists.with_query(request, sort=one, after=None), "current": one == wanted.sort}
            for one, name in words.named(words.SORTS)
        ],
        "may_propose": club_rules.may_take_part(viewer, club),
    }


routes = [get("/clubs/{slug}/ideas", index, allow=everyone)]
