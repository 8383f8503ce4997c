"""The entrance: what there is, what followed from what people said, and how the brand keeps its word."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import boards, promises, queries, rules
from ideas.board.queries import IdeaFilter
from kernel import pages
from kernel.viewer import Viewer, everyone
from kernel.web import get


async def home(request: Request) -> Response:
    return await pages.shared(request, "ideas/board/home.html", lambda: _home(request))


async def _home(request: Request) -> dict[str, Any]:
    viewer: Viewer = request.state.viewer
    seen = await boards.visible_to(viewer)
    trending = await queries.listing(viewer, IdeaFilter(), size=5)
    return {
        "boards": [board for board in seen if board.club_id is None],
        "ideas": trending.items,
        "total": sum(board.ideas for board in seen),
        "followed": await promises.followed(viewer),
        "promises": await promises.line(viewer),
        "may_keep_boards": rules.may_keep_boards(viewer),
    }


routes = [get("/", home, allow=everyone)]
