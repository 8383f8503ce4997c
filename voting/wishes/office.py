"""The product team's desk: which clubs wait for an answer, until when, and what each wish is answered with."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kernel import clock, forms, pages
from kernel.errors import Conflict, Invalid
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.web import get, number, post
from voting.wishes import queries, replies, rules, wording
from voting.wishes.forms import AnswerForm
from voting.wishes.queries import WishCard


async def index(request: Request) -> Response:
    context = {
        "owed": await queries.delivered(answered=False),
        "answered": await queries.delivered(answered=True),
    }
    return await pages.page(request, "voting/wishes/desk.html", context)


async def show(request: Request) -> Response:
    wishes = await queries.given_to_team(number(request))
    return await _show(request, wishes, forms.blank())


async def _show(request: Request, wishes: WishCard, form: Filled[Any], *, item: int = 0, status: int = 200) -> Response:
    context = {
        "wishes": wishes,
        "items": await queries.items(request.state.viewer, wishes),
        "replies": [(reply.value, _(label)) for reply, label in wording.REPLIES.items()],
        "answers": wording.REPLIES,
        "horizons": wording.HORIZONS,
        "form": form,
        "sent_for": item,
        "today": clock.today(),
    }
    return await pages.page(request, "voting/wishes/answering.html", context, status=status)


async def answer(request: Request) -> Response:
    wishes, item = await queries.given_to_team(number(request)), number(request, "item")
    filled = await forms.read(request, AnswerForm)
    if filled.ok:
        said = filled.valid
        told: dict[str, Any] = {"body": said.body, "horizon": said.horizon, "promised_on": said.promised_on}
        try:
            await replies.answer(request.state.viewer, wishes, item, reply=said.reply, **told)
        except Invalid as error:
            filled.errors.update(error.detail.get("errors", {"body": error.message}))
    if not filled.ok:
        filled.errors = {f"{name}-{item}": message for name, message in filled.errors.items()}
        return await _show(request, wishes, filled, item=item, status=422)
    pages.said(request, _("Your answer stands beside the wish, with its day. The club hears of it."))
    return pages.see_other(request, f"{wishes.team_url}#item-{item}")


async def keep(request: Request) -> Response:
    wishes, item = await queries.given_to_team(number(request)), number(request, "item")
    try:
        await replies.keep(request.state.viewer, wishes, item)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Noted as there since today."))
    return pages.see_other(request, f"{wishes.team_url}#item-{item}")


routes = [
    get("/team/wishes", index, allow=rules.may_answer),
    get("/team/wishes/{id}", show, allow=rules.may_answer),
    post("/team/wishes/{id}/items/{item}/answer", answer, allow=rules.may_answer),
    post("/team/wishes/{id}/items/{item}/kept", keep, allow=rules.may_answer),
]
