"""The staff's pages of what a board asks for."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from ideas.board import asking, boards, fields, rules, words
from ideas.board.boards import BoardCard
from ideas.board.fields import Asked, Choice
from ideas.board.states import FieldKind
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.forms import Filled, Form, Line, at_most
from kernel.i18n import gettext as _
from kernel.web import get, number, post

SPARE = 3
"""Empty lines for further choices."""


class FieldForm(Form):
    """What is asked for, in the languages of the site."""

    label_en: Annotated[Line, at_most(80)] = ""
    label_fr: Annotated[Line, at_most(80)] = ""
    help_en: Annotated[Line, at_most(300)] = ""
    help_fr: Annotated[Line, at_most(300)] = ""
    is_required: bool = False
    kind: FieldKind = FieldKind.TEXT
    choice_key: list[Annotated[Line, Field(max_length=40)]] = Field(default_factory=list)
    choice_en: list[Line] = Field(default_factory=list)
    choice_fr: list[Line] = Field(default_factory=list)
    choice_ended: list[str] = Field(default_factory=list)


async def shelf(request: Request) -> Response:
    board = await boards.by_id(number(request))
    context = {"board": board, "asked": await fields.all_of(board.id), "kinds": words.KINDS}
    return await pages.page(request, "ideas/board/fields.html", context)


async def new(request: Request) -> Response:
    board = await boards.by_id(number(request))
    return await _field_page(request, board, None, forms.blank(kind="text"))


async def make(request: Request) -> Response:
    board = await boards.by_id(number(request))
    filled, choices = await _read(request, None)
    if filled.ok:
        said = filled.valid
        try:
            await asking.ask(request.state.viewer, board.id, kind=said.kind, choices=choices, **_words(said))
        except Conflict as error:
            filled.refuse("form", error.message)
    if not filled.ok:
        return await _field_page(request, board, None, filled, status=422)
    pages.said(request, _("The board asks for it from now on."))
    return pages.see_other(request, f"/team/boards/{board.id}/fields")


async def edit(request: Request) -> Response:
    board, asked = await _asked(request)
    told = {name: getattr(asked, name) for name in ("label_en", "label_fr", "help_en", "help_fr", "is_required")}
    lines = {
        "choice_key": [one.key for one in asked.choices],
        "choice_en": [one.en for one in asked.choices],
        "choice_fr": [one.fr for one in asked.choices],
        "choice_ended": [one.key for one in asked.choices if one.is_ended],
    }
    return await _field_page(request, board, asked, forms.blank(kind=asked.kind, **told, **lines))


async def save(request: Request) -> Response:
    board, asked = await _asked(request)
    filled, choices = await _read(request, asked)
    if not filled.ok:
        return await _field_page(request, board, asked, filled, status=422)
    await asking.change(request.state.viewer, asked, choices=choices, **_words(filled.valid))
    pages.said(request, _("What the board asks for is changed."))
    return pages.see_other(request, f"/team/boards/{board.id}/fields")


async def end(request: Request) -> Response:
    _board, asked = await _asked(request)
    await asking.end(request.state.viewer, asked)
    return _back(request, asked.board_id, _("It is asked for no more. Ideas keep what they say."))


async def resume(request: Request) -> Response:
    _board, asked = await _asked(request)
    await asking.resume(request.state.viewer, asked)
    return _back(request, asked.board_id, _("It is asked for again."))


async def move(request: Request) -> Response:
    _board, asked = await _asked(request)
    way = str((await forms.sent(request)).get("way", ""))
    await asking.move(request.state.viewer, asked, asking.UP if way == asking.UP else asking.DOWN)
    return _back(request, asked.board_id, _("“%(label)s” has moved.") % {"label": asked.label})


def _back(request: Request, board_id: int, said: str) -> Response:
    pages.said(request, said)
    return pages.see_other(request, f"/team/boards/{board_id}/fields")


async def _asked(request: Request) -> tuple[BoardCard, Asked]:
    board, wanted = await boards.by_id(number(request)), number(request, "field")
    for one in await fields.all_of(board.id):
        if one.id == wanted:
            return board, one
    raise Missing()


async def _read(request: Request, asked: Asked | None) -> tuple[Filled[FieldForm], list[Choice]]:
    filled = await forms.read(request, FieldForm)
    choices: list[Choice] = []
    if filled.ok:
        said = filled.valid
        if not said.label_en and not said.label_fr:
            filled.refuse("label_en", _("A label is missing: a word or two, in one of the languages."))
        if (asked.kind if asked else said.kind) == FieldKind.CHOICE:
            choices = _choices(filled, asked)
    return filled, choices


def _choices(filled: Filled[FieldForm], asked: Asked | None) -> list[Choice]:
    """The typed choices; those that were there stay as ended ones when their words are taken away."""
    said, known = filled.valid, {one.key: one for one in asked.choices} if asked else {}
    keys = said.choice_key + [""] * len(said.choice_en)
    lines = [
        (key if key in known else "", english, french, key in said.choice_ended)
        for key, english, french in zip(keys, said.choice_en, said.choice_fr, strict=False)
    ]
    found = asking.with_keys(lines)
    left = {one.key for one in found}
    found += [Choice(one.key, one.en, one.fr, is_ended=True) for one in known.values() if one.key not in left]
    if sum(not one.is_ended for one in found) < 2:
        filled.refuse("choices", _("Give at least two choices."))
    if len(found) > fields.MOST_CHOICES or any(len(one.en) > 80 or len(one.fr) > 80 for one in found):
        filled.refuse("choices", _("At most 40 choices of 80 characters."))
    return found


def _words(said: FieldForm) -> dict[str, Any]:
    return {name: getattr(said, name) for name in ("label_en", "label_fr", "help_en", "help_fr", "is_required")}


async def _field_page(
    request: Request, board: BoardCard, asked: Asked | None, filled: Filled[Any], *, status: int = 200
) -> Response:
    held = [list(filled.values.get(name, [])) for name in ("choice_key", "choice_en", "choice_fr")]
    count = max(len(one) for one in held) + (0 if filled.errors else SPARE)
    lines = [tuple(one[n] if n < len(one) else "" for one in held) for n in range(max(count, SPARE))]
    context = {
        "form": filled,
        "board": board,
        "asked": asked,
        "kinds": words.named(words.KINDS),
        "kind_label": _(words.KINDS[asked.kind]) if asked else "",
        "lines": lines,
        "ended": filled.values.get("choice_ended", []),
        "action": f"/team/boards/{board.id}/fields/{asked.id if asked else 'new'}",
    }
    return await pages.page(request, "ideas/board/field.html", context, status=status)


_FIELDS = "/team/boards/{id}/fields"
routes = [
    get(_FIELDS, shelf, allow=rules.may_keep_boards),
    get(_FIELDS + "/new", new, allow=rules.may_keep_boards),
    post(_FIELDS + "/new", make, allow=rules.may_keep_boards),
    get(_FIELDS + "/{field}", edit, allow=rules.may_keep_boards),
    post(_FIELDS + "/{field}", save, allow=rules.may_keep_boards),
    post(_FIELDS + "/{field}/end", end, allow=rules.may_keep_boards),
    post(_FIELDS + "/{field}/end/withdrawal", resume, allow=rules.may_keep_boards),
    post(_FIELDS + "/{field}/place", move, allow=rules.may_keep_boards),
]
