"""Keeping a form while it is being typed, finding it again, and throwing it away."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import desk
from ideas.board.drafting import HELD
from ideas.board.forms import ProposeForm
from ideas.discovery import drafts
from ideas.discovery.drafts import DraftCard, Kept
from kernel import forms, i18n, lists, pages
from kernel.features import Slot
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, members
from kernel.web import get, number, post

SAID = {
    Kept.APART: mark(
        "Another window went on with this draft. What stands here is kept beside it, as a draft of its own."
    ),
    Kept.FULL: mark("Not kept: you have twelve drafts, which is all we keep. Throw one away, then go on."),
    Kept.LONG: mark("Not kept: this is longer than an idea may be."),
    Kept.LATER: mark("Not kept just now, too much came at once: press the button in a minute."),
    Kept.EMPTY: mark("There is nothing to keep yet."),
    Kept.PROPOSED: mark("This was proposed a moment ago."),
}
TEMPLATE = "ideas/discovery/_draft.html"


async def index(request: Request) -> Response:
    """All of one's drafts."""
    held = await drafts.mine(request.state.viewer)
    return await pages.page(request, "ideas/discovery/drafts.html", {"drafts": held})


async def save(request: Request) -> Response:
    """Keep a form: by itself while somebody types, or by the button, which needs no script."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, ProposeForm)
    became, draft = await drafts.save(viewer, filled.values)
    if pages.by_htmx(request):
        return await pages.page(request, TEMPLATE, context(filled.values, became, draft), block="inside")
    if draft is None:
        return await again(request, filled, _(SAID[became]))
    pages.said(request, " ".join([_(SAID[became]) if became in SAID else _("Kept as a draft."), *lost(filled)]))
    return pages.see_other(request, draft.url)


async def again(request: Request, filled: Filled[Any], message: str) -> Response:
    """The whole form with what was typed, and a sentence above it."""
    filled.errors = {"form": message}
    return await desk.propose_page(request, filled, status=422)


def lost(filled: Filled[Any]) -> list[str]:
    """What to say of pictures that were chosen: no form that comes back can hold them."""
    names = [upload.filename or "" for uploads in filled.files.values() for upload in uploads]
    told = _("A file cannot be kept by a form that comes back: choose %(names)s again.")
    return [told % {"names": i18n.format_list(names)}] if names else []


async def throw_away(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    await drafts.throw_away(viewer, number(request))
    pages.said(request, _("The draft is thrown away."))
    left = await drafts.mine(viewer)
    return pages.see_other(request, "/ideas/drafts" if left else "/ideas/new")


def context(values: Any, became: Kept | None = None, draft: DraftCard | None = None) -> dict[str, Any]:
    """What the foot of a form says of its draft; `became` is empty before anything was saved."""
    window = draft.opened if draft else str(values.get("window", ""))
    return {
        "draft": draft,
        "number": draft.id if draft else "" if became == Kept.EMPTY else values.get("draft", ""),
        "revision": draft.revision if draft else values.get("revision", ""),
        "window": window if drafts.WINDOW.fullmatch(window) else drafts.named(),
        "told": _(SAID[became]) if became in SAID else "",
    }


def _held(key: str) -> dict[str, str]:
    return dict(zip(HELD, lists.place(key, str, str, str) or ("", "", ""), strict=True))


async def foot(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For what a form says it is: the button that keeps it, and when that was done last."""
    return {key: pages.fragment(TEMPLATE, **context(_held(key))) for key in keys}


async def top(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Above a form that begins with a draft: since when it waits, and the way to begin afresh."""
    filled: dict[str, str] = {}
    for key in keys:
        held, mine = _held(key), await drafts.mine(viewer)
        draft = next((one for one in mine if str(one.id) == held["draft"]), None)
        told = {"draft": draft, "others": len(mine) - bool(draft), "is_new": not held["window"]}
        filled[key] = pages.fragment("ideas/discovery/_restored.html", **told) if mine and told["is_new"] else ""
    return filled


slots = [Slot("idea.draft", foot, personal=True), Slot("idea.restored", top, personal=True)]
routes = [
    get("/ideas/drafts", index, allow=members),
    post("/ideas/drafts", save, allow=members),
    post("/ideas/drafts/{id}/removal", throw_away, allow=members),
]
