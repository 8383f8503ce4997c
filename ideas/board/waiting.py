"""The queue of ideas that wait to be approved, and the rulings on them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import approval, queries, queue
from ideas.board.models import Idea
from ideas.board.pages import shown
from kernel import forms, lists, pages
from kernel.errors import Conflict, Invalid
from kernel.features import Slot
from kernel.forms import Form, Text, at_most
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, managers, staff
from kernel.web import get, number, post


class RulingForm(Form):
    """What is said to the author."""

    words: Annotated[Text, at_most(approval.LONGEST)] = ""


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    listing = await queue.queue(viewer, request.query_params.get("after"))
    context = {
        "waiting": listing.items,
        "count": await queue.waiting_count(viewer),
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "is_later": bool(request.query_params.get("after")),
    }
    return await pages.page(request, "ideas/board/waiting.html", context)


async def approve(request: Request) -> Response:
    return await _ruled(request, approval.approve, _("The idea is shown, and its author is told."))


async def send_back(request: Request) -> Response:
    return await _ruled(request, approval.send_back, _("The idea is back with its author, with your words."))


async def refuse(request: Request) -> Response:
    return await _ruled(request, approval.refuse, _("The idea will not be shown. Its author reads your words."))


async def _ruled(request: Request, act: Callable[[Viewer, int, str], Awaitable[None]], said: str) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    filled = await forms.read(request, RulingForm)
    if filled.ok:
        try:
            await act(viewer, idea.id, filled.valid.words)
        except Invalid as error:
            filled.errors.update(error.detail["errors"])
        except Conflict as error:
            pages.said(request, error.message)
            return pages.see_other(request, _next(viewer, idea))
    if not filled.ok:
        context = {**await shown(request, idea.id, alone=True), "ruling": filled}
        return await pages.page(request, "ideas/board/idea.html", context, status=422)
    pages.said(request, said)
    return pages.see_other(request, _next(viewer, idea))


def _next(viewer: Viewer, idea: Idea) -> str:
    """The queue, for those who have one."""
    return "/moderation/waiting" if viewer.is_manager else queries.address(idea.id, idea.slug)


async def ways(viewer: Viewer, keys: Sequence[str]) -> dict[str, str]:
    """On the page of moderation: how many wait."""
    count = await queue.waiting_count(viewer) if viewer.is_manager else 0
    return {key: pages.fragment("ideas/board/_ways.html", count=count) for key in keys}


slots = [Slot("moderation.waiting", ways, personal=True)]
routes = [
    get("/moderation/waiting", index, allow=managers),
    post("/ideas/{id}/approval", approve, allow=staff),
    post("/ideas/{id}/return", send_back, allow=staff),
    post("/ideas/{id}/refusal", refuse, allow=staff),
]
