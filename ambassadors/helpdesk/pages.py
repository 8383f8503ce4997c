"""Questions in the browser: the list, one with its answers, asking, and saying which answer helped."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.helpdesk import accepting, actions, queries, rules
from ambassadors.helpdesk.forms import AcceptanceForm, QuestionForm
from ambassadors.helpdesk.queries import FILTERS, QuestionCard
from ambassadors.missions import places
from community.discussion import queries as talk
from kernel import forms, lists, pages
from kernel.errors import Conflict, Invalid, Missing, TooMany, require
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """Questions: open, answered, one's own; of one topic where it is asked for."""
    viewer: Viewer = request.state.viewer
    which = request.query_params.get("show", "open")
    which = which if which in FILTERS and (viewer.is_member or which != "mine") else "open"
    place = request.query_params.get("place", "")[:80]
    q = request.query_params.get("q", "")[:400]
    found = await queries.listing(viewer, which, place=place, q=q, after=request.query_params.get("after"))
    called = await places.named([place, *(one.place for one in found.items)])
    context = {
        "which": which,
        "q": q,
        "place": place if place in called else "",
        "place_name": called.get(place, ""),
        "questions": [(one, called.get(one.place, "")) for one in found.items],
        "next": lists.with_query(request, after=found.after) if found.after else "",
        "may_ask": rules.may_ask(viewer) or not viewer.is_member,
    }
    return await pages.page(request, "ambassadors/helpdesk/index.html", context)


async def show(request: Request) -> Response:
    """A question with its answers, the one that helped first."""
    viewer: Viewer = request.state.viewer
    question = await queries.find(viewer, number(request))
    context = {
        "question": question,
        "place": (await places.named([question.place])).get(question.place, ""),
        "answer": await _answer(question),
        "may_change": rules.may_change(viewer, question),
        "may_accept": rules.may_accept(viewer, question),
    }
    return await pages.page(request, "ambassadors/helpdesk/question.html", context)


async def _answer(question: QuestionCard) -> talk.Said | None:
    """The answer that was accepted; none where its words are gone."""
    said = await talk.said(question.accepted) if question.accepted else None
    return None if said is None or said.gone else said


async def new(request: Request) -> Response:
    require(rules.may_ask(request.state.viewer), _("Members ask questions."))
    return await _writing(request, forms.blank(title=request.query_params.get("title", "")[:160]), None)


async def ask(request: Request) -> Response:
    filled = await _read(request)
    if not filled.ok:
        return await _writing(request, filled, None, status=422)
    told = filled.valid
    try:
        made = await actions.ask(request.state.viewer, title=told.title, body=told.body, place=told.place)
    except (Invalid, TooMany) as error:
        return await _writing(request, filled.refuse("title", error.message), None, status=error.status)
    pages.said(request, _("Your question is open. You hear of each answer."))
    return pages.see_other(request, queries.address(made))


async def edit(request: Request) -> Response:
    question = await _mine(request)
    held = {name: getattr(question, name) for name in ("title", "body", "place")}
    return await _writing(request, forms.blank(**held), question)


async def change(request: Request) -> Response:
    question = await _mine(request)
    filled = await _read(request, question)
    if not filled.ok:
        return await _writing(request, filled, question, status=422)
    told = filled.valid
    try:
        await actions.change(request.state.viewer, question, title=told.title, body=told.body, place=told.place)
    except Invalid as error:
        return await _writing(request, filled.refuse("title", error.message), question, status=422)
    pages.said(request, _("Changed."))
    return pages.see_other(request, question.url)


async def _mine(request: Request) -> QuestionCard:
    question = await queries.find(request.state.viewer, number(request))
    require(rules.may_change(request.state.viewer, question), _("A question is changed by who asked it."))
    return question


async def _read(request: Request, question: QuestionCard | None = None) -> Filled[QuestionForm]:
    """The form, checked; what it is about is one of the topics that there are, or what it was."""
    filled = await forms.read(request, QuestionForm)
    known = ["", question.place if question else "", *dict(await places.topics(request.state.viewer))]
    if filled.ok and filled.valid.place not in known:
        filled.refuse("place", _("Choose one of the list."))
    return filled


async def _writing(
    request: Request, filled: Filled[Any], question: QuestionCard | None, *, status: int = 200
) -> Response:
    topics = await places.topics(request.state.viewer)
    if question and question.place and question.place not in dict(topics):
        topics += list((await places.named([question.place])).items())
    context = {
        "form": filled,
        "question": question,
        "action": f"{question.url}/edit" if question else "/questions",
        "topics": [("", _("Anything else")), *topics],
    }
    return await pages.page(request, "ambassadors/helpdesk/write.html", context, status=status)


async def accept(request: Request) -> Response:
    """Say which answer helped."""
    question = await queries.find(request.state.viewer, number(request))
    filled = await forms.read(request, AcceptanceForm)
    if not filled.ok:
        raise Missing()
    await accepting.accept(request.state.viewer, question, filled.valid.comment)
    pages.said(request, _("It stands above the others now, and counts for who gave it."))
    return pages.see_other(request, question.url)


async def take_back(request: Request) -> Response:
    question = await queries.find(request.state.viewer, number(request))
    try:
        await accepting.take_back(request.state.viewer, question)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The question is open again."))
    return pages.see_other(request, question.url)


routes = [
    get("/questions", index, allow=everyone),
    post("/questions", ask, allow=members),
    get("/questions/new", new, allow=members),
    get("/questions/{id}", show, allow=everyone),
    get("/questions/{id}/edit", edit, allow=members),
    post("/questions/{id}/edit", change, allow=members),
    post("/questions/{id}/acceptance", accept, allow=members),
    post("/questions/{id}/acceptance/withdrawal", take_back, allow=members),
]
