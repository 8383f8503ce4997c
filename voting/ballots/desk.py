"""The team's desk of support: what customers said elsewhere, written down from an idea's side or from a customer's."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from community.privacy import looks
from ideas.board import queries as ideas
from kernel import clock, forms, pages
from kernel.errors import Conflict, Forbidden, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, editors
from kernel.web import get, number, post
from voting.ballots import behalf, queries, recorded
from voting.ballots import evidence_words as told
from voting.ballots.behalf import Evidence
from voting.ballots.forms import BehalfForm, WithdrawalForm
from voting.ballots.models import Source
from voting.value import queries as customers

FOUND = 10


async def of_idea(request: Request) -> Response:
    """For which customers support of this idea was written down, and the form for one more."""
    return await _idea(request, _blank(request))


async def write_for_idea(request: Request) -> Response:
    filled = await forms.read(request, BehalfForm)
    viewer, idea = request.state.viewer, await queries.find(request.state.viewer, number(request))
    if filled.ok and await _written(viewer, filled, idea=idea.id, customer=filled.valid.choice):
        return _done(request, f"/ideas/{idea.id}/on-behalf")
    return await _idea(request, filled, status=422)


async def withdraw(request: Request) -> Response:
    """Staff wrote it down by mistake, or the customer thinks otherwise now."""
    idea, filled = await queries.find(request.state.viewer, number(request)), await forms.read(request, WithdrawalForm)
    if not filled.ok:
        raise Missing()
    await behalf.withdraw_for(request.state.viewer, idea.id, event=filled.valid.event)
    pages.said(request, _("This support is taken back."))
    return pages.see_other(request, pages.safe_next(str(filled.values.get("next", "")), f"/ideas/{idea.id}/on-behalf"))


async def of_customer(request: Request) -> Response:
    """Which ideas were written down for this customer, and the form for one more."""
    return await _customer(request, _blank(request))


async def write_for_customer(request: Request) -> Response:
    filled = await forms.read(request, BehalfForm)
    customer = await customers.find(request.state.viewer, number(request))
    if filled.ok and await _written(request.state.viewer, filled, idea=filled.valid.choice, customer=customer["id"]):
        return _done(request, f"/team/customers/{customer['id']}/on-behalf")
    return await _customer(request, filled, status=422)


async def _written(viewer: Viewer, filled: forms.Filled[BehalfForm], *, idea: int, customer: int) -> bool:
    """Write it down, or say beside the choice why that is not to be done."""
    said = filled.valid
    try:
        one = await queries.find(viewer, idea)
        evidence = Evidence(said.note, said.source, said.contact, said.quote, said.importance)
        await behalf.cast_for(viewer, one, customer=customer, told=evidence, said_on=said.said_on)
    except Missing:
        filled.refuse("choice", _("Choose one of the list."))
    except (Conflict, Forbidden) as problem:
        filled.refuse("choice", problem.message)
    return filled.ok


def _blank(request: Request) -> forms.Filled[Any]:
    asked = request.query_params.get("q", "")[:100]
    return forms.blank(q=asked, said_on=clock.today().isoformat(), source=Source.CALL.value, importance="1")


def _done(request: Request, where: str) -> Response:
    pages.said(request, _("Written down; it counts from now on."))
    return pages.see_other(request, where)


async def _idea(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    idea, q = await queries.find(viewer, number(request)), str(filled.values.get("q", ""))[:100]
    found = (await customers.listing(viewer, words=q)).items[:FOUND] if q.strip() else []
    context = {
        "idea": idea,
        "customer": None,
        "name": idea.title,
        "action": f"/ideas/{idea.id}/on-behalf",
        "choices": [(row["id"], row["name"] or row["reference"], _told(row)) for row in found],
        "lines": await recorded.of_idea(idea.id),
    }
    return await _page(request, filled, context, q=q, status=status)


def _told(customer: dict[str, Any]) -> str:
    return ", ".join(word for word in (customer["reference"], customer["segment"], customer["country"]) if word)


async def _customer(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    customer, q = await customers.find(viewer, number(request)), str(filled.values.get("q", ""))[:100]
    await looks.saw(viewer, await customers.people_behind([customer["id"]]), "evidence")
    found = (await ideas.search(viewer, q, size=FOUND)).items if q.strip() else []
    context = {
        "customer": customer,
        "name": customer["name"] or customer["reference"],
        "action": f"/team/customers/{customer['id']}/on-behalf",
        "choices": [(card.id, card.title, card.board.name) for card in found],
        "lines": await recorded.of_customer(customer["id"]),
    }
    return await _page(request, filled, context, q=q, status=status)


async def _page(
    request: Request, filled: forms.Filled[Any], context: dict[str, Any], *, q: str, status: int
) -> Response:
    cards = await people.names(sorted({line["by_id"] for line in context["lines"] if line["by_id"]}))
    more = {
        "form": filled,
        "q": q,
        "cards": cards,
        "address": ideas.address,
        "sources": told.sources(),
        "levels": told.levels(),
        "told": told.in_words,
    }
    return await pages.page(request, "voting/ballots/behalf.html", {**context, **more}, status=status)


routes = [
    get("/ideas/{id}/on-behalf", of_idea, allow=editors),
    post("/ideas/{id}/on-behalf", write_for_idea, allow=editors),
    post("/ideas/{id}/on-behalf/withdrawal", withdraw, allow=editors),
    get("/team/customers/{id}/on-behalf", of_customer, allow=editors),
    post("/team/customers/{id}/on-behalf", write_for_customer, allow=editors),
]
