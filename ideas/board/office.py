"""The staff's pages: answering an idea, and the boards with their doors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import actions, boards, guidance, keepers, queries, rules, sheets, words
from ideas.board.boards import BoardCard
from ideas.board.forms import AnswerForm, BoardForm
from ideas.board.sheets import IdeaSheet
from ideas.board.states import NEXT, Approval, Status
from ideas.board.tags import slug_of
from kernel import clock, forms, pages
from kernel.errors import Conflict, Invalid
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.web import get, number, post

DOORS = {
    "is_open": True,
    "see": "everyone",
    "propose": "members",
    "comment": "members",
    "support": "members",
    "approval": "nobody",
    "approval_days": 2,
    "counting": "site",
    "unanswered_days": 0,
}

WAITING: dict[str, str] = {
    Approval.NOBODY: mark("What is proposed is shown at once."),
    Approval.NEWCOMERS: mark("Until an idea of theirs has been shown, on any board; ambassadors do not wait."),
    Approval.EVERYBODY: mark("Every idea is read before others see it, but for those of the team."),
}


async def answering(request: Request) -> Response:
    sheet = await sheets.sheet(request.state.viewer, number(request))
    if sheet.merged_into:
        return pages.see_other(request, f"/ideas/{sheet.merged_into[0]}/answer")
    return await _answer_page(request, sheet, forms.blank(status=request.query_params.get("status", "")))


async def answer(request: Request) -> Response:
    viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    filled = await forms.read(request, AnswerForm)
    if filled.ok:
        said = filled.valid
        if said.promised_on and not clock.today() <= said.promised_on <= clock.today() + timedelta(days=3660):
            filled.refuse("promised_on", _("A promise is a day to come, within ten years."))
        elif said.promised_on and not said.body:
            filled.refuse("body", _("A promise stands in an answer: say what will be there on that day."))
    if filled.ok:
        try:
            await actions.answer(viewer, idea, **filled.valid.model_dump())
        except Invalid as error:
            filled.errors.update(error.detail.get("errors", {"form": error.message}))
        except Conflict as error:
            filled.refuse("form", error.message)
    if not filled.ok:
        return await _answer_page(request, await sheets.sheet(viewer, idea.id), filled, status=422)
    pages.said(
        request, _("Your answer is pinned to the idea. Those who gave it, support it or follow it will hear of it.")
    )
    return pages.see_other(request, queries.address(idea.id, idea.slug))


async def _answer_page(request: Request, sheet: IdeaSheet, filled: Filled[Any], *, status: int = 200) -> Response:
    context = {
        "form": filled,
        "idea": sheet,
        "steps": [(step.value, words.status(step)) for step in NEXT[Status(sheet.status)]],
        "bands": words.named(words.BANDS),
        "open_promises": [a for a in sheet.answers if a.promised_on and a.kept_on is None],
        "today": clock.today(),
    }
    return await pages.page(request, "ideas/board/answer.html", context, status=status)


async def shelf(request: Request) -> Response:
    return await pages.page(
        request,
        "ideas/board/boards.html",
        {"boards": await boards.general(), "names": dict(await boards.audience_choices())},
    )


async def new_board(request: Request) -> Response:
    return await _board_page(request, forms.blank(**DOORS), None)


async def make_board(request: Request) -> Response:
    filled = await _read_board(request)
    if filled.ok:
        try:
            await actions.open_board(request.state.viewer, **filled.valid.model_dump())
        except Conflict as error:
            filled.refuse("slug", error.message)
    if not filled.ok:
        return await _board_page(request, filled, None, status=422)
    pages.said(request, _("The board is open for ideas."))
    return pages.see_other(request, "/team/boards")


async def edit_board(request: Request) -> Response:
    board = await boards.by_id(number(request))
    guide = await guidance.of(board.id)
    said = {"guidance_en": guide.english, "guidance_fr": guide.french}
    values = {name: getattr(board, name) for name in BoardForm.model_fields if name not in said} | said
    return await _board_page(request, forms.blank(**values), board)


async def save_board(request: Request) -> Response:
    board = await boards.by_id(number(request))
    filled = await _read_board(request)
    if filled.ok:
        try:
            await actions.change_board(request.state.viewer, board.id, **filled.valid.model_dump())
        except Conflict as error:
            filled.refuse("slug", error.message)
    if not filled.ok:
        return await _board_page(request, filled, board, status=422)
    pages.said(request, _("The board is changed."))
    return pages.see_other(request, "/team/boards")


async def _read_board(request: Request) -> Filled[BoardForm]:
    filled = await forms.read(request, BoardForm)
    if filled.ok:
        known = {value for value, _label in await boards.audience_choices()}
        for door in ("see", "propose", "comment", "support"):
            if getattr(filled.valid, door) not in known:
                filled.refuse(door, _("Choose one of the list."))
        if filled.valid.owner_id is not None and filled.valid.owner_id not in dict(await keepers.team()):
            filled.refuse("owner_id", _("Choose one of the list."))
        if not filled.valid.slug:
            filled.valid.slug = slug_of(filled.valid.name)
    return filled


async def _board_page(request: Request, filled: Filled[Any], board: BoardCard | None, *, status: int = 200) -> Response:
    context = {
        "form": filled,
        "board": board,
        "action": f"/team/boards/{board.id}" if board else "/team/boards/new",
        "colours": words.named(words.COLOURS),
        "audiences": await boards.audience_choices(),
        "team": [("", _("Nobody")), *await keepers.team()],
        "approvals": [(value, label, _(WAITING[value])) for value, label in words.named(words.APPROVALS)],
        "countings": words.named(words.COUNTINGS),
        "doors": [
            ("see", _("Who may see it")),
            ("propose", _("Who may propose")),
            ("comment", _("Who may comment")),
            ("support", _("Who may support")),
        ],
    }
    return await pages.page(request, "ideas/board/board.html", context, status=status)


routes = [
    get("/ideas/{id}/answer", answering, allow=rules.may_answer),
    post("/ideas/{id}/answer", answer, allow=rules.may_answer),
    get("/team/boards", shelf, allow=rules.may_keep_boards),
    get("/team/boards/new", new_board, allow=rules.may_keep_boards),
    post("/team/boards/new", make_board, allow=rules.may_keep_boards),
    get("/team/boards/{id}", edit_board, allow=rules.may_keep_boards),
    post("/team/boards/{id}", save_board, allow=rules.may_keep_boards),
]
