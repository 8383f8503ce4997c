"""One mission as the team keeps it: who takes part, what waits for an answer, what came of it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.missions import places, planning, queries, reviewing, rules, wording
from ambassadors.missions.forms import AnswerForm, ReasonForm, ResultForm
from ambassadors.missions.models import MissionState, PartState, Verdict
from ambassadors.missions.queries import MissionCard
from kernel import forms, lists, pages
from kernel.errors import Conflict
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from kernel.web import get, number, post

WORDS = ("words", "reason", "result")
"""What is typed in on this page; given back by itself where its form is gone meanwhile."""


async def show(request: Request) -> Response:
    mission = await queries.find(request.state.viewer, number(request))
    return await page(request, mission, forms.blank())


async def page(
    request: Request, mission: MissionCard, form: Filled[Any], *, proof: int = 0, part: int = 0, status: int = 200
) -> Response:
    """The page, with what was typed for one proof, one part or the result."""
    viewer: Viewer = request.state.viewer
    takers = await queries.takers(mission.id, request.query_params.get("after"))
    waiting = await reviewing.waiting(mission.id)
    open_for = {one.id for one in waiting} if proof else {one.id for one in takers.items if one.state == PartState.DONE}
    is_shown = (proof or part) in open_for if proof or part else mission.is_over
    context = {
        "lost": [] if is_shown else [str(form.values[name]) for name in WORDS if form.values.get(name)],
        "mission": mission,
        "form": form,
        "sent_for": proof,
        "taken_back": part,
        "asked": wording.asked(mission),
        "place": (await places.named([mission.place])).get(mission.place, ""),
        "whom": await wording.whom(mission.audience),
        "places": wording.places(mission),
        "waiting": [(one, rules.may_answer(viewer, one.person.id)) for one in waiting],
        "takers": [(one, _(wording.PARTS[one.state]), one.state == PartState.DONE) for one in takers.items],
        "next": lists.with_query(request, after=takers.after) if takers.after else "",
        "given": await queries.given(mission.id),
        "may_change": mission.state in (MissionState.DRAFT, MissionState.OPEN),
    }
    return await pages.page(request, "ambassadors/missions/keeping.html", context, status=status)


async def answer(request: Request) -> Response:
    """Answer a proof."""
    viewer: Viewer = request.state.viewer
    mission, proof = await queries.find(viewer, number(request)), number(request, "proof")
    filled = await forms.read(request, AnswerForm)
    if filled.ok and filled.valid.verdict is None:
        filled.refuse("verdict", _("Choose what you say to it."))
    elif filled.ok and filled.valid.verdict != Verdict.ACCEPTED and not filled.valid.words:
        filled.refuse("words", _("Say what is missing, or why: the person reads it."))
    if filled.ok and filled.valid.verdict is not None:
        try:
            await reviewing.answer(viewer, mission, proof, verdict=filled.valid.verdict, words=filled.valid.words)
        except Conflict as error:
            filled.refuse("words", error.message)
    if not filled.ok:
        filled.errors = {f"{name}-{proof}": message for name, message in filled.errors.items()}
        return await page(request, mission, filled, proof=proof, status=422)
    pages.said(request, _("Answered. The person hears of it."))
    return pages.see_other(request, mission.team_url)


async def take_back(request: Request) -> Response:
    """What counted as done does not any more."""
    viewer: Viewer = request.state.viewer
    mission, part = await queries.find(viewer, number(request)), number(request, "part")
    filled = await forms.read(request, ReasonForm)
    if filled.ok:
        try:
            await reviewing.take_back(viewer, mission, part, reason=filled.valid.reason)
        except Conflict as error:
            filled.refuse("reason", error.message)
    if not filled.ok:
        filled.errors = {f"{name}-{part}": message for name, message in filled.errors.items()}
        return await page(request, mission, filled, part=part, status=422)
    pages.said(request, _("It does not count any more, and the points went back. The person hears why."))
    return pages.see_other(request, mission.team_url)


async def conclude(request: Request) -> Response:
    """Say what came of it."""
    viewer: Viewer = request.state.viewer
    mission = await queries.find(viewer, number(request))
    filled = await forms.read(request, ResultForm)
    if filled.ok:
        try:
            await planning.conclude(viewer, mission, result=filled.valid.result)
        except Conflict as error:
            filled.refuse("result", error.message)
    if not filled.ok:
        return await page(request, mission, filled, status=422)
    pages.said(request, _("It stands on the mission’s page. Those who did it hear of it."))
    return pages.see_other(request, mission.team_url)


routes = [
    get("/missions/desk/{id}", show, allow=rules.may_keep),
    post("/missions/desk/{id}/proofs/{proof}/answer", answer, allow=rules.may_keep),
    post("/missions/desk/{id}/parts/{part}/withdrawal", take_back, allow=rules.may_keep),
    post("/missions/desk/{id}/result", conclude, allow=rules.may_keep),
]
