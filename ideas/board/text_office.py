"""The staff's pages of the texts that one may begin with on a board."""

from __future__ import annotations

from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import asking, boards, guidance, rules
from ideas.board.boards import BoardCard
from ideas.board.forms import Body
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.forms import Filled, Form, Line, at_most
from kernel.i18n import gettext as _
from kernel.web import get, number, post


class TemplateForm(Form):
    """A text to begin with."""

    name_en: Annotated[Line, at_most(60)] = ""
    name_fr: Annotated[Line, at_most(60)] = ""
    body_en: Body = ""
    body_fr: Body = ""


async def texts(request: Request) -> Response:
    board = await boards.by_id(number(request))
    context = {"board": board, "guide": await guidance.of(board.id)}
    return await pages.page(request, "ideas/board/texts.html", context)


async def text(request: Request) -> Response:
    board = await boards.by_id(number(request))
    key = str(request.path_params["key"])
    held = (await guidance.of(board.id)).template(key)
    if held is None and key != "new":
        raise Missing()
    told = {name: getattr(held, name) for name in TemplateForm.model_fields} if held else {}
    return await _text_page(request, board, key, forms.blank(**told))


async def keep_text(request: Request) -> Response:
    board = await boards.by_id(number(request))
    key = str(request.path_params["key"])
    filled = await forms.read(request, TemplateForm)
    if filled.ok and not (filled.valid.name_en or filled.valid.name_fr):
        filled.refuse("name_en", _("A name is missing, in one of the languages."))
    if filled.ok and not (filled.valid.body_en or filled.valid.body_fr):
        filled.refuse("body_en", _("The text is missing, in one of the languages."))
    if filled.ok:
        try:
            named = "" if key == "new" else key
            await asking.keep_template(request.state.viewer, board.id, named, **filled.valid.model_dump())
        except Conflict as error:
            filled.refuse("form", error.message)
    if not filled.ok:
        return await _text_page(request, board, key, filled, status=422)
    pages.said(request, _("The text is kept."))
    return pages.see_other(request, f"/team/boards/{board.id}/texts")


async def drop_text(request: Request) -> Response:
    board = await boards.by_id(number(request))
    await asking.drop_template(request.state.viewer, board.id, str(request.path_params["key"]))
    pages.said(request, _("The text is offered no more."))
    return pages.see_other(request, f"/team/boards/{board.id}/texts")


async def _text_page(
    request: Request, board: BoardCard, key: str, filled: Filled[Any], *, status: int = 200
) -> Response:
    action = f"/team/boards/{board.id}/texts/{key}"
    context = {"form": filled, "board": board, "key": key, "action": action}
    return await pages.page(request, "ideas/board/text.html", context, status=status)


_TEXTS = "/team/boards/{id}/texts"
routes = [
    get(_TEXTS, texts, allow=rules.may_keep_boards),
    get(_TEXTS + "/{key}", text, allow=rules.may_keep_boards),
    post(_TEXTS + "/{key}", keep_text, allow=rules.may_keep_boards),
    post(_TEXTS + "/{key}/removal", drop_text, allow=rules.may_keep_boards),
]
