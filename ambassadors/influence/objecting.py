"""The pages of objections: whoever is scored writes them, the product team answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from ambassadors.influence import history, objections, whose
from ambassadors.influence.models import ObjectionState
from ambassadors.influence.whose import Subject
from community.people import queries as people
from kernel import forms, lists, pages, sessions
from kernel.errors import Conflict
from kernel.forms import Filled, Form, Line, Text
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, editors, members
from kernel.web import get, number, post

BASE, DESK = "/people/{handle}/influence/objections", "/team/influence/objections"
LONGEST = 4000
STATES = {
    ObjectionState.OPEN: mark("Waits for an answer"),
    ObjectionState.UPHELD: mark("You were right"),
    ObjectionState.DECLINED: mark("It stands"),
    ObjectionState.WITHDRAWN: mark("Taken back"),
}


class ObjectionForm(Form):
    """What is wrong, in the person's own words."""

    about: Line = "whole"
    body: Annotated[Text, Field(min_length=1, max_length=LONGEST)]


class AnswerForm(Form):
    """Whether it is right, and why."""

    verdict: Literal["upheld", "declined"]
    words: Annotated[Text, Field(min_length=1, max_length=LONGEST)]


async def index(request: Request) -> Response:
    found = await whose.own(request.state.viewer, request.path_params["handle"])
    return await _mine(request, found, forms.blank(about=request.query_params.get("about", "whole")[:120]))


async def write(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    found = await whose.own(viewer, request.path_params["handle"])
    filled = await forms.read(request, ObjectionForm)
    run = await _run(found, request)
    if filled.ok and filled.valid.about not in dict(await objections.choices(viewer, found.person.id, run)):
        filled.refuse("about", _("Choose one of the list."))
    if filled.ok:
        try:
            await objections.object_(viewer, run_id=run, about=filled.valid.about, body=filled.valid.body)
        except Conflict as error:
            filled.refuse("body", error.message)
    if not filled.ok:
        return await _mine(request, found, filled, status=422)
    pages.said(request, _("Thank you. A person answers within five days."))
    return pages.see_other(request, f"{found.url}/objections")


async def take_back(request: Request) -> Response:
    found = await whose.own(request.state.viewer, request.path_params["handle"])
    try:
        await objections.withdraw(request.state.viewer, number(request))
        pages.said(request, _("Taken back."))
    except Conflict as error:
        pages.said(request, error.message)
    return pages.see_other(request, f"{found.url}/objections")


async def _mine(request: Request, found: Subject, filled: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    offered = await objections.choices(viewer, found.person.id, await _run(found, request))
    before = await objections.of(found.person.id)
    words = await objections.words(viewer, before)
    context = {
        "found": found,
        "form": filled,
        "offered": offered,
        "objections": [(card, words[card.id]) for card in before],
        "states": {state: _(words) for state, words in STATES.items()},
    }
    return await pages.page(request, "ambassadors/influence/objections.html", context, status=status)


async def _run(found: Subject, request: Request) -> int | None:
    """The newest run of the topic that is asked about."""
    topic = request.query_params.get("topic", "")[:80]
    mine = [one for one in await history.stands(found.person.id, topic) if one.topic == topic]
    return mine[0].run_id if mine else None


async def desk(request: Request) -> Response:
    """What waits for an answer, and what was answered."""
    before = await objections.answered(request.query_params.get("after"))
    open_ = await objections.waiting()
    cards = await people.names([one.person_id for one in [*open_, *before.items]])
    context = {
        "waiting": open_,
        "answered": before.items,
        "people": cards,
        "more": lists.with_query(request, after=before.after) if before.after else "",
        "states": {**{state: _(words) for state, words in STATES.items()}, ObjectionState.UPHELD: _("Upheld")},
    }
    return await pages.page(request, "ambassadors/influence/desk.html", context)


async def case(request: Request) -> Response:
    return await _case(request, forms.blank())


async def answer(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, AnswerForm)
    if filled.ok:
        try:
            told = filled.valid
            is_right = told.verdict == "upheld"
            await objections.answer(viewer, number(request), is_right=is_right, words=told.words)
        except Conflict as error:
            filled.refuse("words", error.message)
    if not filled.ok:
        return await _case(request, filled, status=422)
    pages.said(request, _("Answered; they are told."))
    return pages.see_other(request, DESK)


async def _case(request: Request, filled: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    card = await objections.find(number(request))
    may_answer = card.is_open and objections.may_answer(viewer, card.person_id)
    reader = (await sessions.viewer_of(card.person_id)).among(viewer.audiences)
    context = {
        "card": card,
        "form": filled,
        "words": (await objections.words(reader, [card]))[card.id],
        "links": await objections.links(reader, card),
        "person": await people.card(card.person_id),
        "may_answer": may_answer,
        "lost": "" if may_answer else filled.values.get("words", ""),
        "state": _(STATES[card.state]) if card.state != ObjectionState.UPHELD else _("Upheld"),
    }
    return await pages.page(request, "ambassadors/influence/case.html", context, status=status)


routes = [
    get(BASE, index, allow=members),
    post(BASE, write, allow=members),
    post(BASE + "/{id}/withdrawal", take_back, allow=members),
    get(DESK, desk, allow=editors),
    get(DESK + "/{id}", case, allow=editors),
    post(DESK + "/{id}", answer, allow=editors),
]
