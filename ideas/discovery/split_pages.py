"""Dividing an idea, and the question which of the two was meant: on the site, and from a letter without signing in."""

from __future__ import annotations

import hashlib
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import queries
from ideas.board.dividing import Words
from ideas.board.models import Idea
from ideas.discovery import splitting
from ideas.discovery.forms import MeantForm, SplitForm
from ideas.discovery.models import Meant
from kernel import forms, pages
from kernel.errors import Conflict, require
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, managers, members
from kernel.web import get, number, post


async def new(request: Request) -> Response:
    idea = await _idea(request)
    typed = {"first_title": idea.title, "first_body": idea.body, "second_body": idea.body}
    return await _form(request, idea, forms.blank(**typed, seen=_seen(idea)))


async def create(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await _idea(request)
    filled = await forms.read(request, SplitForm)
    if filled.data and filled.data.first_title.casefold() == filled.data.second_title.casefold():
        filled.refuse("second_title", _("The two need titles that tell them apart."))
    if filled.values.get("seen") != _seen(idea):
        filled.refuse(
            "seen", _("Somebody changed this idea while you were dividing it. What it says now stands below.")
        )
    if not filled.ok:
        return await _form(request, idea, filled, status=422)
    words = filled.valid
    try:
        made = await splitting.split(
            viewer,
            idea,
            first=Words(words.first_title, words.first_body),
            second=Words(words.second_title, words.second_body),
            reason=words.reason,
        )
    except Conflict as error:
        return await _form(request, idea, filled.refuse("seen", error.message), status=422)
    pages.said(request, _("Divided. Those who support or follow it are asked which they meant."))
    return pages.see_other(request, f"/ideas/{made.new_id}")


async def _idea(request: Request) -> Idea:
    idea = await queries.find(request.state.viewer, number(request))
    require(idea.is_listed, _("What is hidden, merged or not shown yet is not divided."))
    return idea


def _seen(idea: Idea) -> str:
    return hashlib.sha256(f"{idea.title}\n{idea.body}".encode()).hexdigest()[:16]


async def _form(request: Request, idea: Idea, filled: Filled[Any], *, status: int = 200) -> Response:
    context = {
        "idea": idea,
        "url": queries.address(idea.id, idea.slug),
        "form": filled,
        "seen": _seen(idea),
        "is_changed": "seen" in filled.errors,
    }
    return await pages.page(request, "ideas/discovery/split.html", context, status=status)


async def show(request: Request) -> Response:
    """The question, to whoever is signed in."""
    return await _question(request, request.state.viewer, f"/splits/{number(request)}")


async def answer(request: Request) -> Response:
    return await _answered(request, request.state.viewer, f"/splits/{number(request)}")


async def show_by_letter(request: Request) -> Response:
    """The question, to whoever holds the letter."""
    reader = await splitting.reader(number(request), request.path_params["signed"])
    with pages.speaking_to(request, reader):
        return await _question(request, reader, splitting.link(number(request), int(reader.id or 0)))


async def answer_by_letter(request: Request) -> Response:
    reader = await splitting.reader(number(request), request.path_params["signed"])
    with pages.speaking_to(request, reader):
        return await _answered(request, reader, splitting.link(number(request), int(reader.id or 0)))


async def _question(
    request: Request, reader: Viewer, action: str, *, wrong: str = "", is_done: bool = False
) -> Response:
    found = await splitting.find(reader, number(request))
    form = forms.blank()
    if wrong:
        form.refuse("meant", wrong)
    context = {"split": found, "action": action, "form": form, "ways": _ways(), "done": is_done}
    return await pages.page(request, "ideas/discovery/meant.html", context, status=422 if wrong else 200)


async def _answered(request: Request, reader: Viewer, action: str) -> Response:
    filled = await forms.read(request, MeantForm)
    if not filled.data or filled.data.meant is None:
        return await _question(request, reader, action, wrong=_("Choose one of the three."))
    try:
        await splitting.answer(reader, number(request), filled.data.meant)
    except Conflict as error:
        return await _question(request, reader, action, wrong=error.message)
    return await _question(request, reader, action, is_done=True)


def _ways() -> list[tuple[Meant, str]]:
    return [
        (Meant.KEEP, _("I meant the first")),
        (Meant.MOVE, _("I meant the second")),
        (Meant.BOTH, _("I meant both")),
    ]


routes = [
    get("/ideas/{id}/split", new, allow=managers),
    post("/ideas/{id}/split", create, allow=managers),
    get("/splits/{id}", show, allow=members),
    post("/splits/{id}", answer, allow=members),
    get("/splits/{id}/{signed}", show_by_letter, allow=everyone),
    post("/splits/{id}/{signed}", answer_by_letter, allow=everyone, tokenless=True),
]
