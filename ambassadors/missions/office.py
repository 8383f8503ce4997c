"""The team's pages: making missions, answering proofs, calling off, saying what came of it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.missions import places, planning, queries, registry, rules, wording
from ambassadors.missions.forms import CallingOffForm, MissionForm
from ambassadors.missions.models import MissionState
from ambassadors.missions.planning import Plan
from ambassadors.missions.queries import MissionCard
from ideas.challenges import wording as calendar
from ideas.challenges.forms import as_typed, in_zone, is_skipped
from kernel import clock, forms, lists, pages
from kernel.errors import Conflict
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from kernel.web import get, number, post

FIELDS = ("title", "brief", "goal", "target", "place", "audience", "places", "points")
SETTLED = ("target", "points")
"""What cannot be changed once people may take it: given back where the mission was opened meanwhile."""


async def index(request: Request) -> Response:
    """Every mission, the newest first."""
    viewer: Viewer = request.state.viewer
    found = await queries.kept(viewer, request.query_params.get("after"))
    named = await places.named(mission.place for mission, _waiting in found.items)
    context = {
        "missions": [(one, waiting, wording.asked(one), named.get(one.place, "")) for one, waiting in found.items],
        "next": lists.with_query(request, after=found.after) if found.after else "",
    }
    return await pages.page(request, "ambassadors/missions/desk.html", context)


async def new(request: Request) -> Response:
    blank = {name: field.default for name, field in MissionForm.model_fields.items()}
    return await _writing(request, forms.blank(**{**blank, "places": "", "opens_at": "", "ends_at": ""}), None)


async def make(request: Request) -> Response:
    filled = await _read(request)
    if filled.ok:
        made = await planning.make(request.state.viewer, _plan(filled))
        pages.said(request, _("The mission is kept. Nobody else sees it until you open it."))
        return pages.see_other(request, f"/missions/desk/{made}")
    return await _writing(request, filled, None, status=422)


async def edit(request: Request) -> Response:
    mission = await queries.find(request.state.viewer, number(request))
    return await _writing(request, forms.blank(**_held(mission)), mission)


async def save(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    mission = await queries.find(viewer, number(request))
    filled = await _read(request, mission)
    if filled.ok:
        try:
            await planning.change(viewer, mission, _plan(filled))
        except Conflict as error:
            filled.refuse("ends_at", error.message)
        else:
            pages.said(request, _("The mission is changed."))
            return pages.see_other(request, mission.team_url)
    return await _writing(request, filled, mission, status=422)


def _held(mission: MissionCard) -> dict[str, Any]:
    zone = calendar.zone()
    told = {name: getattr(mission, name) for name in FIELDS}
    return {
        **told,
        "places": mission.places or "",
        "opens_at": as_typed(mission.opens_at, zone),
        "ends_at": as_typed(mission.ends_at, zone),
    }


async def _read(request: Request, mission: MissionCard | None = None) -> Filled[MissionForm]:
    """The form, checked; what people agreed to is as it was, whatever was sent."""
    is_open = mission is not None and mission.state == MissionState.OPEN
    held = {n: v for n, v in _held(mission).items() if n not in planning.STILL} if mission and is_open else {}
    filled = await forms.read(request, MissionForm, **held)
    if filled.data is None:
        return filled
    told, zone = filled.valid, calendar.zone()
    for name in ("opens_at", "ends_at"):
        if is_skipped(getattr(told, name), zone):
            filled.refuse(name, _("That night the clocks go forward: this hour does not exist."))
    ends, opens = in_zone(told.ends_at, zone), in_zone(told.opens_at, zone) or clock.now()
    if ends and ends <= max(opens, clock.now()):
        filled.refuse("ends_at", _("It must come after the beginning, and be still to come."))
    if not is_open:
        await _check_choices(request.state.viewer, filled)
    return filled


async def _check_choices(viewer: Viewer, filled: Filled[MissionForm]) -> None:
    """The goal, where it counts and whom it is offered to are such as there are, and fit together."""
    told, goal = filled.valid, registry.goal_of(filled.valid.goal)
    if told.goal and goal is None:
        filled.refuse("goal", _("Choose one of the list."))
    if told.audience not in dict(await wording.audience_choices()):
        filled.refuse("audience", _("Choose one of the list."))
    if not told.place:
        return
    kind = places.split(told.place)[0]
    if told.place not in dict(await places.grounds(viewer)):
        filled.refuse("place", _("Choose one of the list."))
    elif goal and kind not in goal.places:
        filled.refuse("place", _("This goal cannot be counted by that. Choose another place, or everywhere."))


def _plan(filled: Filled[MissionForm]) -> Plan:
    told, zone = filled.valid, calendar.zone()
    ends = in_zone(told.ends_at, zone)
    if ends is None:
        raise ValueError("the form asks for an end")
    values: dict[str, Any] = {name: getattr(told, name) for name in FIELDS}
    return Plan(**values, opens_at=in_zone(told.opens_at, zone) or clock.now(), ends_at=ends)


async def _writing(
    request: Request, filled: Filled[Any], mission: MissionCard | None, *, status: int = 200
) -> Response:
    grounds = await places.grounds(request.state.viewer)
    is_open = mission is not None and mission.state == MissionState.OPEN
    context = {
        "form": filled,
        "mission": mission,
        "is_open": is_open,
        "lost": [str(told) for name in SETTLED if is_open and filled.errors and (told := filled.values.get(name))],
        "action": f"{mission.team_url}/edit" if mission else "/missions/desk",
        "goals": [("", _("A proof that the team reads")), *((g.kind, _(g.label)) for g in registry.goals())],
        "grounds": [
            ("", _("Everywhere")),
            *((v, _("%(kind)s: %(name)s") % {"kind": places.sort_of(v), "name": label}) for v, label in grounds),
        ],
        "audiences": await wording.audience_choices(),
        "asked": wording.asked(mission) if mission else "",
        "zone": calendar.zone(),
    }
    return await pages.page(request, "ambassadors/missions/write.html", context, status=status)


async def announce(request: Request) -> Response:
    mission = await queries.find(request.state.viewer, number(request))
    try:
        await planning.announce(request.state.viewer, mission)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The mission is open. Those it is offered to hear of it."))
    return pages.see_other(request, mission.team_url)


async def calling_off(request: Request) -> Response:
    mission = await queries.find(request.state.viewer, number(request))
    return await _calling_off(request, mission, forms.blank(share=50))


async def _calling_off(request: Request, mission: MissionCard, form: Filled[Any], *, status: int = 200) -> Response:
    may_end = mission.state in (MissionState.DRAFT, MissionState.OPEN)
    context = {"mission": mission, "form": form, "is_shown": may_end or status == 422}
    return await pages.page(request, "ambassadors/missions/calling_off.html", context, status=status)


async def call_off(request: Request) -> Response:
    """End a mission before its time, or throw a draft away."""
    viewer: Viewer = request.state.viewer
    mission = await queries.find(viewer, number(request))
    filled = await forms.read(request, CallingOffForm)
    if mission.is_draft:
        await planning.throw_away(viewer, mission)
        pages.said(request, _("The draft is thrown away."))
        return pages.see_other(request, "/missions/desk")
    if filled.ok:
        try:
            await planning.call_off(viewer, mission, reason=filled.valid.reason, share=filled.valid.share)
        except Conflict as error:
            filled.refuse("reason", error.message)
    if not filled.ok:
        return await _calling_off(request, mission, filled, status=422)
    pages.said(request, _("The mission is called off. Those in it are told why."))
    return pages.see_other(request, mission.team_url)


routes = [
    get("/missions/desk", index, allow=rules.may_keep),
    get("/missions/desk/new", new, allow=rules.may_keep),
    post("/missions/desk", make, allow=rules.may_keep),
    get("/missions/desk/{id}/edit", edit, allow=rules.may_keep),
    post("/missions/desk/{id}/edit", save, allow=rules.may_keep),
    post("/missions/desk/{id}/announcement", announce, allow=rules.may_keep),
    get("/missions/desk/{id}/cancellation", calling_off, allow=rules.may_keep),
    post("/missions/desk/{id}/cancellation", call_off, allow=rules.may_keep),
]
