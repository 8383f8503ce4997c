"""Missions in the browser: the list, one of them, taking it, leaving it, sending what shows that it is done."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.missions import actions, counting, places, queries, reviewing, rules, wording
from ambassadors.missions.forms import ProofForm, TakingForm
from ambassadors.missions.models import PartState
from ambassadors.missions.queries import MissionCard
from community.meetings import pegs
from ideas.board import pictures
from ideas.board.pictures import MOST, Picture
from kernel import clock, forms, lists, pages
from kernel.errors import Conflict, Invalid, TooLarge
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post

FILTERS = ("open", "mine", "over")
SHORTEST_RAIL = 192.0
"""How wide a rail of places is drawn at least: that of fifteen."""


async def index(request: Request) -> Response:
    """Missions: open ones, one's own, those that are over."""
    viewer: Viewer = request.state.viewer
    which = request.query_params.get("show", "open")
    which = which if which in FILTERS and (viewer.is_member or which != "mine") else "open"
    q = request.query_params.get("q", "")[:400]
    found = await queries.listing(viewer, which, request.query_params.get("after"), q=q)
    context = {
        "which": which,
        "q": q,
        "rows": await rows(viewer, list(found.items)),
        "next": lists.with_query(request, after=found.after) if found.after else "",
        "may_keep": rules.may_keep(viewer),
    }
    return await pages.page(request, "ambassadors/missions/index.html", context)


async def rows(viewer: Viewer, missions: list[MissionCard]) -> list[dict[str, Any]]:
    """What a list says of each mission."""
    named = await places.named(mission.place for mission in missions)
    groups = dict(await wording.audience_choices()) if missions else {}
    return [
        {
            "mission": one,
            "asked": wording.asked(one),
            "place": named.get(one.place, ""),
            "whom": groups.get(one.audience, ""),
            "places": wording.places(one),
            "how_far": wording.how_far(one, one.mine) if one.mine else "",
            "moon": wording.MOONS.get(one.mine.state, "") if one.mine else "",
            "may_take": rules.may_take(viewer, one) and one.left != 0,
        }
        for one in missions
    ]


async def show(request: Request) -> Response:
    mission = await queries.find(request.state.viewer, number(request))
    return await _show(request, mission, forms.blank())


async def _show(request: Request, mission: MissionCard, form: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    mine = mission.mine
    far = await _far(viewer, mission)
    taken = mission.taken if mine is None or mine.state in (PartState.LEFT, PartState.REFUSED) else mission.taken - 1
    rails = pegs.rails(mission.places, mission.taken, mission.taken - taken)
    context = {
        "mission": mission,
        "form": form,
        "asked": wording.asked(mission),
        "place": (await places.named([mission.place])).get(mission.place, ""),
        "whom": await wording.whom(mission.audience),
        "places": wording.places(mission),
        "rails": rails,
        "rail_width": max([SHORTEST_RAIL, *(rail.width for rail in rails)]),
        "how_far": wording.how_far(mission, mine) if mine else "",
        "moon": wording.MOONS.get(mine.state, "") if mine else "",
        "earned": wording.earned(mine) if mine else "",
        "far": far,
        "shown_far": min(far, mission.target),
        "proofs": await reviewing.of_part(mine.id) if mine and not mission.goal else [],
        "may_take": rules.may_take(viewer, mission) and mission.left != 0,
        "may_leave": rules.may_leave(viewer, mission),
        "may_send": rules.may_send(viewer, mission),
        "may_keep": rules.may_keep(viewer),
        "is_outside": rules.is_outside(viewer, mission),
        "is_for": rules.is_for(viewer, mission),
        "is_under_way": bool(mine and mine.state in rules.UNDER_WAY),
        "doers": await queries.doers(mission.id) if mission.done else [],
        "given": await queries.given(mission.id) if mission.is_over else 0,
        "pictures": range(1, MOST + 1),
    }
    return await pages.page(request, "ambassadors/missions/mission.html", context, status=status)


async def _far(viewer: Viewer, mission: MissionCard) -> int:
    """How far the viewer is at this moment: counted anew, since what is kept is a few minutes old."""
    if not mission.mine or not mission.goal or mission.mine.state != PartState.TAKEN:
        return mission.mine.progress if mission.mine else 0
    until = min(mission.ends_at, clock.now())
    far = await counting.progress(mission.id, mission.goal, mission.place, until, person_id=viewer.id or 0)
    return far.get(mission.mine.id, 0)


async def take(request: Request) -> Response:
    viewer, filled = request.state.viewer, await forms.read(request, TakingForm)
    mission = await queries.find(viewer, number(request))
    try:
        await actions.take(viewer, mission, named=bool(filled.data and filled.data.named))
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The mission is yours. What you do from now on counts."))
    return pages.see_other(request, mission.url)


async def leave(request: Request) -> Response:
    mission = await queries.find(request.state.viewer, number(request))
    await actions.leave(request.state.viewer, mission)
    pages.said(request, _("Your place is free for somebody else. Nothing is held against you."))
    return pages.see_other(request, mission.url)


async def name(request: Request) -> Response:
    """Be named among those who did it."""
    return await _named(request, named=True)


async def unname(request: Request) -> Response:
    return await _named(request, named=False)


async def _named(request: Request, *, named: bool) -> Response:
    mission = await queries.find(request.state.viewer, number(request))
    await actions.name(request.state.viewer, mission, named=named)
    pages.said(request, _("You are named where it says who did it.") if named else _("You are named nowhere."))
    return pages.see_other(request, mission.url)


async def send(request: Request) -> Response:
    """Send a proof."""
    viewer: Viewer = request.state.viewer
    mission = await queries.find(viewer, number(request))
    filled = await forms.read(request, ProofForm)
    if filled.ok and not rules.may_send(viewer, mission):
        filled.refuse("body", _("Nothing can be sent for this mission at the moment."))
    kept = await _pictures(viewer, filled) if filled.ok else []
    if filled.ok and not filled.valid.body and not kept:
        filled.refuse("body", _("Say what you did, or send a picture of it."))
    if filled.ok:
        try:
            await actions.send(viewer, mission, body=filled.valid.body, pictures=kept)
        except Conflict as error:
            filled.refuse("body", error.message)
    if not filled.ok:
        return await _show(request, mission, filled, status=422)
    pages.said(request, _("Sent. Somebody of the team reads it and answers you."))
    return pages.see_other(request, mission.url)


async def _pictures(viewer: Viewer, filled: Filled[ProofForm]) -> list[Picture]:
    """Pictures that came with the form, decoded and kept; outside of any transaction."""
    kept: list[Picture] = []
    for place, alt in enumerate(filled.valid.alts, start=1):
        for upload in filled.files.get(f"picture_{place}", [])[:1]:
            try:
                kept.append(await pictures.keep(viewer, upload, alt))
            except (Invalid, TooLarge) as error:
                filled.refuse(f"picture_{place}", error.message)
    return kept


routes = [
    get("/missions", index, allow=everyone),
    get("/missions/{id}", show, allow=everyone),
    post("/missions/{id}/part", take, allow=members),
    post("/missions/{id}/part/end", leave, allow=members),
    post("/missions/{id}/part/name", name, allow=members),
    post("/missions/{id}/part/name/removal", unname, allow=members),
    post("/missions/{id}/proofs", send, allow=members),
]
