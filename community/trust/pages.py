"""One's own standing, and the ladder for whoever sets it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.trust import gathering, holding, ladder, paces, queries, settings, wording
from community.trust.forms import LadderForm, values
from community.trust.models import MeasureKind, Step
from kernel import forms, pages
from kernel.errors import require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, admins, members
from kernel.web import get, post


async def standing(request: Request) -> Response:
    """What is in force, why and until when; the step, what it opens, and what the next one needs."""
    viewer: Viewer = request.state.viewer
    number = int(viewer.id or 0)
    measures, place = await queries.in_force(number), await queries.place_of(viewer)
    braked = any(measure.kind == MeasureKind.BRAKE for measure in measures)
    context = {
        "measures": measures,
        "past": await queries.past(number),
        "place": place,
        "braked": braked,
        "steps": wording.steps(await settings.current()),
        "needs": [wording.need(need) for need in place.needs] if place else [],
        "given": [wording.given(entry, place.given) for entry in gathering.contributions()] if place else [],
        "lines": await queries.lines(number, place.step, braked=braked) if place else [],
        "held": await holding.waiting_of(number),
        "names": wording.STEPS,
        "kinds": wording.MEASURES,
        "amount": wording.label,
    }
    return await pages.page(request, "community/trust/standing.html", context)


async def office(request: Request) -> Response:
    return await _office(request, forms.blank(**values(await settings.current())))


async def set_ladder(request: Request) -> Response:
    """Set what each step needs."""
    filled = await forms.read(request, LadderForm)
    if filled.ok:
        for name in filled.valid.below():
            filled.refuse(name, _("It cannot be less than for the step before."))
    if not filled.ok:
        return await _office(request, filled, status=422)
    require(request.state.viewer.is_admin and not request.state.viewer.suspended)
    await settings.change(request.state.viewer, filled.valid.ladder())
    pages.said(request, _("The ladder is set. Everybody’s step follows within a few minutes."))
    return pages.see_other(request, "/team/trust")


async def _office(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    context = {
        "form": filled,
        "steps": list(Step),
        "names": wording.STEPS,
        "bounds": ladder.BOUNDS,
        "usual": ladder.USUAL,
        "people": await queries.people_on(),
        "paces": paces.TABLE,
        "columns": paces.COLUMNS,
        "amount": wording.label,
    }
    return await pages.page(request, "community/trust/office.html", context, status=status)


routes = [
    get("/account/standing", standing, allow=members),
    get("/team/trust", office, allow=admins),
    post("/team/trust", set_ladder, allow=admins),
]
