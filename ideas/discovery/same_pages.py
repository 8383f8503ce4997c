"""Members say on an idea's page that another is the same wish."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import queries
from ideas.board.models import Idea
from ideas.discovery import choosing, sameness
from ideas.discovery.forms import OtherForm
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.features import Slot
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    idea = await _idea(request)
    return await _page(request, idea, forms.blank(q=request.query_params.get("q", "")[:400]))


async def say(request: Request) -> Response:
    """Count the viewer among those who call the two the same."""
    viewer: Viewer = request.state.viewer
    idea = await _idea(request)
    filled = await forms.read(request, OtherForm)
    typed = str(filled.values.get("other", ""))
    try:
        fresh = await sameness.say(viewer, idea, choosing.number_in(typed))
    except Missing:
        filled.refuse("q", _("No idea that you may read has this number or address."))
    except Conflict as error:
        filled.refuse("q", error.message)
    if filled.errors:
        filled.values["q"] = typed[:400]
        return await _page(request, idea, filled, status=422)
    thanks = _("Thank you. When three members say so, the team looks at the two.")
    pages.said(request, thanks if fresh else _("You said so already."))
    return pages.see_other(request, f"/ideas/{idea.id}/same")


async def take_back(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await _idea(request)
    filled = await forms.read(request, OtherForm)
    typed, own = (choosing.number_in(str(filled.values.get(name, ""))) for name in ("other", "own"))
    gone = await sameness.take_back(viewer, own or idea.id, typed)
    pages.said(request, _("You no longer call these two the same.") if gone else _("That was not said."))
    return pages.see_other(request, f"/ideas/{idea.id}/same")


async def _idea(request: Request) -> Idea:
    return await queries.find(request.state.viewer, number(request))


async def _page(request: Request, idea: Idea, filled: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    q = str(filled.values.get("q", ""))
    said = await sameness.said_by(viewer, idea)
    context = {
        "idea": idea,
        "url": queries.address(idea.id, idea.slug),
        "form": filled,
        "q": q,
        "found": [card for card in await choosing.offered(viewer, idea, q) if card.id not in {one.id for one in said}],
        "said": said,
    }
    return await pages.page(request, "ideas/discovery/same.html", context, status=status)


async def way(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas, to members: the way to say that another is the same."""
    if not viewer.is_member:
        return {}
    return {key: pages.fragment("ideas/discovery/_same.html", idea_id=key) for key in keys}


slots = [Slot("idea.same", way, personal=True)]
routes = [
    get("/ideas/{id}/same", index, allow=members),
    post("/ideas/{id}/same", say, allow=members),
    post("/ideas/{id}/same/withdrawal", take_back, allow=members),
]
