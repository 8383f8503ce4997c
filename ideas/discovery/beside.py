"""“Already proposed?”: ideas like the one being typed, beside its form, each helped by one press that keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import desk, queries, rules
from ideas.board.forms import ProposeForm
from ideas.board.queries import IdeaCard
from ideas.discovery import draft_pages, drafts, likeness, registry
from kernel import forms, lists, pages, text
from kernel.errors import Problem
from kernel.features import Slot
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from kernel.security import limit
from kernel.viewer import Viewer, members
from kernel.web import get, number, post

MOST = 5
FEWEST = 8
"""Letters before anything is compared."""
LONGEST = 4000
TEMPLATE = "ideas/discovery/_beside.html"


@dataclass(frozen=True)
class Near:
    """An idea like the one being typed."""

    idea: IdeaCard
    is_open: bool
    is_given: bool


async def near(viewer: Viewer, title: str, body: str) -> list[Near]:
    """Up to five ideas that the viewer may see and that say what is being typed, those most alike first."""
    if len(text.one_line(title)) + len(text.one_line(body)) < FEWEST:
        return []
    alike = await likeness.to(viewer, title[:LONGEST], body[:LONGEST], limit=MOST)
    cards = await queries.card([one.idea_id for one in alike])
    door = registry.helping()
    given = await door.given(viewer, list(cards)) if door and cards else set()
    found = [cards[one.idea_id] for one in alike if one.idea_id in cards]
    return [
        Near(card, bool(door) and rules.may_support(viewer, card.board, card.status), card.id in given)
        for card in found
    ]


async def show(request: Request) -> Response:
    """What is like the words of an address: a fragment for htmx, else the form with them in it."""
    limit("similar", str(request.state.viewer.id), burst=60, per_minute=60)
    asked = request.query_params
    typed = {name: asked.get(name, "")[:400] for name in ("board", "title", "body", "tags", "club")}
    return await _answer(request, forms.blank(**typed))


async def look(request: Request) -> Response:
    """The same for a form as it stands, which comes back as it was."""
    filled = await forms.read(request, ProposeForm)
    filled.errors = {}
    return await _answer(request, filled)


async def _answer(request: Request, filled: Filled[Any]) -> Response:
    if not pages.by_htmx(request):
        return await desk.propose_page(request, filled)
    found = await _found(request.state.viewer, filled.values)
    if filled.values.get("known") == known(found):
        return pages.answer("", status=204)
    return await pages.page(request, TEMPLATE, context(found), block="found")


async def help_it(request: Request) -> Response:
    return await _helped(request, is_back=False)


async def take_back(request: Request) -> Response:
    return await _helped(request, is_back=True)


async def _helped(request: Request, *, is_back: bool) -> Response:
    """Support an idea from beside the form, and keep what was typed: in the page for htmx, else as a draft."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, ProposeForm)
    filled.errors = {}
    await desk.club_of(viewer, filled)  # one that is none of theirs is missing before anything is written
    _became, draft = await drafts.save(viewer, filled.values)
    said = await _support(viewer, number(request), is_back=is_back)
    kept = _("Your text is kept as a draft.") if draft else ""
    if pages.by_htmx(request):
        told = context(await _found(viewer, filled.values), said=f"{said} {kept}".strip())
        return await pages.page(request, TEMPLATE, told, block="found")
    pages.said(request, " ".join([one for one in (said, kept, *draft_pages.lost(filled)) if one]))
    if draft is None:
        return await desk.propose_page(request, filled)
    return pages.see_other(request, draft.url)


async def _support(viewer: Viewer, idea_id: int, *, is_back: bool) -> str:
    """Through the door of the wing that keeps support; what it refuses is said beside the form, which stays."""
    door = registry.helping()
    await queries.find(viewer, idea_id)
    if door is None:
        return ""
    try:
        await (door.back(viewer, idea_id) if is_back else door.give(viewer, idea_id))
    except Problem as error:
        return error.message
    return _("Your support is taken back.") if is_back else _("You support this idea now.")


async def _found(viewer: Viewer, values: Mapping[str, Any]) -> list[Near]:
    return await near(viewer, str(values.get("title", "")), str(values.get("body", "")))


def known(found: Sequence[Near]) -> str:
    """What the list holds, so that one that would be the same is not put in its place under somebody's fingers."""
    return ",".join(f"{one.idea.id}{'*' if one.is_given else ''}" for one in found)


def context(found: Sequence[Near], *, said: str = "", is_part: bool = True) -> dict[str, Any]:
    """What the template needs; `is_part` of a page that is there, where the way to the list is written in the form too."""
    count = len(found)
    told = ngettext("One idea looks like this one.", "%(count)s ideas look like this one.", count) % {"count": count}
    told = told if count else ""
    return {"found": found, "known": known(found), "told": told, "said": said, "is_part": is_part}


async def fill(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For a form's title, text and board: what is like them."""
    filled: dict[str, str] = {}
    for key in keys:
        title, body, _board = lists.place(key, str, str, str) or ("", "", "")
        filled[key] = pages.fragment(TEMPLATE, **context(await near(viewer, title, body), is_part=False))
    return filled


async def button(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """In the form: the button that asks, for browsers without scripts."""
    return dict.fromkeys(keys, pages.fragment("ideas/discovery/_similar.html"))


slots = [Slot("idea.beside", fill, personal=True), Slot("idea.similar", button)]
routes = [
    get("/ideas/similar", show, allow=members),
    post("/ideas/similar", look, allow=members),
    post("/ideas/similar/{id}/support", help_it, allow=members),
    post("/ideas/similar/{id}/support/withdrawal", take_back, allow=members),
]
