"""Editing an idea: its words, what its board asks for, its pictures."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.trust import sides
from ideas.board import actions, boards, queries, rules, sheets, values, writing
from ideas.board.forms import EditForm
from ideas.board.models import Idea
from ideas.board.states import Stage
from kernel import forms, pages
from kernel.errors import Invalid, require
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def change(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await mine(viewer, number(request))
    sheet = await sheets.sheet(viewer, idea.id)
    typed = await values.named(dict(sheet.held))
    filled = forms.blank(title=idea.title, body=idea.body, tags=", ".join(sheet.own_tags), **typed)
    filled.values |= await sides.again(viewer, "idea", idea.id, request.query_params.get("change", ""))
    filled.values["language"] = idea.language if idea.is_language_chosen else ""
    return await edit_page(request, idea, filled)


async def save(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await mine(viewer, number(request))
    filled = await forms.read(request, EditForm)
    had = dict((await sheets.sheet(viewer, idea.id)).held)
    typed = await writing.answered(filled, idea.board_id, had=had)
    hung = await writing.kept_pictures(viewer, filled) if filled.ok else []
    if not filled.ok:
        return await edit_page(request, idea, filled, status=422)
    words = filled.valid
    removed = [int(one) for one in words.remove if one.isascii() and one.isdecimal() and len(one) < 10]
    try:
        is_in_place = await actions.edit(
            viewer,
            idea,
            title=words.title,
            body=words.body,
            tag_names=words.tag_names,
            hung=hung,
            removed=removed,
            held=typed.held,
            language=words.language,
        )
    except Invalid as error:
        return await edit_page(request, idea, filled.refuse("title", error.message), status=422)
    pages.said(request, _said(idea) if is_in_place else _kept())
    return pages.see_other(request, queries.address(idea.id, idea.slug))


def _said(idea: Idea) -> str:
    if idea.stage == Stage.RETURNED:
        return _("It is sent again, and waits to be read.")
    return _("Your changes are kept. What stood there before can still be read.")


def _kept() -> str:
    return _("Your new words wait to be looked at; until then the idea stays as it was. All else is changed.")


async def mine(viewer: Viewer, idea_id: int) -> Idea:
    """An idea that the viewer may edit."""
    idea = await queries.find(viewer, idea_id)
    allowed = rules.may_edit(viewer, idea.author_id, idea.status)
    require(allowed, _("An idea is edited by its author, until it is settled."))
    require(idea.stage != Stage.REFUSED, _("It was declined before it was shown: it is not edited any more."))
    return idea


async def edit_page(
    request: Request, idea: Idea, filled: Filled[Any], *, status: int = 200, preview: str | None = None
) -> Response:
    """The form of an idea that is there."""
    sheet = await sheets.sheet(request.state.viewer, idea.id)
    board = next((one for one in await boards.every() if one.id == idea.board_id), None)
    context = {
        **writing.words(filled, preview),
        **await writing.asking(filled, board, had=dict(sheet.held)),
        "club": None,
        "boards": [],
        "chosen": "",
        "idea": idea,
        "held": sheet.pictures,
        "action": f"/ideas/{idea.id}/edit",
        "back": sheet.url,
        "owner": None,
        "is_choosing": False,
        "is_returned": idea.stage == Stage.RETURNED,
    }
    return await pages.page(request, "ideas/board/write.html", context, status=status)


routes = [
    get("/ideas/{id}/edit", change, allow=members),
    post("/ideas/{id}/edit", save, allow=members),
]
