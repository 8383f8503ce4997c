"""The page of what became of somebody's ideas."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ideas.discovery import drafts, mine
from kernel import lists, pages
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get


async def index(request: Request) -> Response:
    """What one proposed, supports and follows, with where each stands."""
    viewer: Viewer = request.state.viewer
    asked = request.query_params
    which = asked.get("show") if asked.get("show") in mine.SHOWN else "all"
    found = await mine.listing(viewer, str(which), asked.get("after"))
    context = {
        "which": which,
        "ideas": found.items,
        "drafts": await drafts.count(viewer),
        "is_later": bool(asked.get("after")),
        "next": lists.with_query(request, after=found.after) if found.after else "",
        "choices": [
            ("/ideas/mine" if name == "all" else f"/ideas/mine?show={name}", _(label), name == which)
            for name, label in mine.SHOWN.items()
        ],
    }
    return await pages.page(request, "ideas/discovery/mine.html", context)


routes = [get("/ideas/mine", index, allow=members)]
