"""The ideas of a club, those it keeps to itself among them for its members."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.clubs import queries as clubs
from community.clubs import rules as club_rules
from ideas.board import queries, words
from ideas.board.queries import IdeaFilter
from kernel import lists, pages
from kernel.viewer import Viewer, everyone
from kernel.web import get


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club = await clubs.find(viewer, request.path_params["slug"])
    if club.moved_to:
        return RedirectResponse(f"{club.moved_to}/ideas", status_code=302)
    sort = request.query_params.get("sort", "")
    wanted = IdeaFilter(club_id=club.id, sort=sort if sort in queries.SORTS else "new")
    listing = await queries.listing(viewer, wanted, request.query_params.get("after"))
    context = {
        "club": club,
        "ideas": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "is_later": bool(request.query_params.get("after")),
        "sorts": [
            {"name": name, "url": lists.with_query(request, sort=one, after=None), "current": one == wanted.sort}
            for one, name in words.named(words.SORTS)
        ],
        "may_propose": club_rules.may_take_part(viewer, club),
    }
    return await pages.page(request, "ideas/board/club.html", context)


routes = [get("/clubs/{slug}/ideas", index, allow=everyone)]
