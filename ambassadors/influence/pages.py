"""Somebody's influence: the page that says why, the data behind it, and what they choose about being scored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.influence import choices, whose, why
from ambassadors.influence.whose import Subject
from kernel import api, exports, pages
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import LARGEST, get, post

BASE = "/people/{handle}/influence"


async def show(request: Request) -> Response:
    """Why this score: for the person and staff with its lines, for others as far as the person shows it."""
    viewer: Viewer = request.state.viewer
    found = await whose.subject(viewer, request.path_params["handle"])
    is_own = whose.is_own(viewer, found)
    if not is_own and whose.may_look(viewer):
        await whose.looked(viewer, found)
    told = await why.told(viewer, found, topic=request.query_params.get("topic", "")[:80], run_id=_run(request))
    context = {
        "why": told,
        "found": found,
        "person": found.person,
        "is_own": is_own,
        "is_whole": is_own or whose.may_look(viewer),
        "is_shown": whose.is_shown(found),
    }
    return await pages.page(request, "ambassadors/influence/why.html", context)


def _run(request: Request) -> int:
    asked = request.query_params.get("run", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 10 and int(asked) <= LARGEST else 0


async def data(request: Request) -> Response:
    """The data behind a score, for whoever it is of."""
    viewer: Viewer = request.state.viewer
    found = await whose.own(viewer, request.path_params["handle"])
    told = await why.data(viewer, found, topic=request.query_params.get("topic", "")[:80])
    answer = api.answer(told)
    answer.headers.update(exports.named("influence.json"))
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def leave(request: Request) -> Response:
    said = _("You are scored no more. What you did weighs for nobody from the next reckoning on.")
    return await _chosen(request, choices.leave, said)


async def come_back(request: Request) -> Response:
    return await _chosen(request, choices.return_, _("You are scored again, from the next reckoning on."))


async def open_(request: Request) -> Response:
    return await _chosen(
        request, choices.show, _("Everybody may read your band and place now; who they are through stays yours.")
    )


async def close(request: Request) -> Response:
    return await _chosen(request, choices.hide, _("Your score is yours alone again."))


async def _chosen(request: Request, act: Callable[[Viewer], Awaitable[bool]], said: str) -> Response:
    viewer: Viewer = request.state.viewer
    found: Subject = await whose.own(viewer, request.path_params["handle"])
    if await act(viewer):
        pages.said(request, said)
    return pages.see_other(request, f"{found.url}#choices")


routes = [
    get(f"{BASE}.json", data, allow=members),
    get(BASE, show, allow=everyone),
    post(f"{BASE}/leaving", leave, allow=members),
    post(f"{BASE}/return", come_back, allow=members),
    post(f"{BASE}/showing", open_, allow=members),
    post(f"{BASE}/hiding", close, allow=members),
]
