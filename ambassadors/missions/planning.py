"""Making a mission, changing it, opening it, calling it off fairly, and saying what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ambassadors.missions import counting, fairness, giving, places, rules
from ambassadors.missions.models import Mission, MissionState
from ambassadors.missions.queries import MissionCard
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

STILL = ("title", "brief", "ends_at", "places")
"""What may change while people are at it: never what they agreed to do, nor what they get for it."""


@dataclass(frozen=True)
class Plan:
    """What a mission asks and gives. `goal` is empty where a proof is reviewed."""

    title: str
    brief: str
    goal: str
    target: int
    place: str
    audience: str
    places: int | None
    points: int
    opens_at: datetime
    ends_at: datetime


async def make(viewer: Viewer, plan: Plan) -> int:
    """Keep a draft that only the team sees; says its number."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        made = await Mission.create(**_values(plan), by_id=viewer.id, created_at=clock.now())
        await audit.note(viewer, "mission.made", subject=("mission", made.id))
        await record("mission.made", actor=viewer.id, subject=("mission", made.id))
    return made.id


def _values(plan: Plan) -> dict[str, Any]:
    club = places.number(plan.place) if places.split(plan.place)[0] == "club" else None
    return {**asdict(plan), "club_id": club}


async def change(viewer: Viewer, mission: MissionCard, plan: Plan) -> None:
    """Change a draft, or of what is open its words, its end to a later day and its places to more."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        held = await _held(mission.id, (MissionState.DRAFT, MissionState.OPEN))
        values = _values(plan)
        if held["state"] == MissionState.OPEN:
            values = {name: values[name] for name in STILL}
            if plan.ends_at < held["ends_at"]:
                raise Conflict(_("People count on the day it ends: it can only end later."))
            if plan.places is not None and plan.places < held["taken"]:
                raise Conflict(_("As many places as are taken must stay."))
        await Mission.filter(id=mission.id).update(**values)
        await audit.note(viewer, "mission.changed", subject=("mission", mission.id))
        await record("mission.changed", actor=viewer.id, subject=("mission", mission.id))


async def announce(viewer: Viewer, mission: MissionCard) -> None:
    """Show a draft to those it is for; whom it is offered to by name hears of it."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        held = await _held(mission.id, (MissionState.DRAFT,))
        if held["ends_at"] <= clock.now():
            raise Conflict(_("It would be over already. Give it a later end."))
        await Mission.filter(id=mission.id).update(state=MissionState.OPEN)
        await audit.note(viewer, "mission.announced", subject=("mission", mission.id))
        told: dict[str, Any] = {
            "title": mission.title,
            "url": mission.url,
            "audience": mission.audience,
            "club": mission.club_id,
        }
        await record("mission.announced", actor=viewer.id, subject=("mission", mission.id), **told)


async def throw_away(viewer: Viewer, mission: MissionCard) -> None:
    """A draft is gone as if it had never been."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        await _held(mission.id, (MissionState.DRAFT,))
        await Mission.filter(id=mission.id).delete()


async def call_off(viewer: Viewer, mission: MissionCard, *, reason: str, share: int) -> None:
    """End a mission before its time. Nobody loses: what is done stays paid, what was sent is still read and answered,
    and for what was begun there are points: by what was done of it, or `share` percent where that is more.
    """
    require(rules.may_keep(viewer))
    async with db.transaction():
        held = await _held(mission.id, (MissionState.OPEN,))
        now = clock.now()
        far = await counting.progress(held["id"], held["goal"], held["place"], now) if held["goal"] else {}
        rows = await db.rows(
            "SELECT id, person_id FROM mission_part WHERE mission_id = ? AND state IN ('taken', 'again') ORDER BY id",
            mission.id,
        )
        for row in rows:  # each has points of their own to be given
            progress = far.get(row["id"], 0)
            if held["goal"] and progress >= held["target"]:
                await giving.complete(held, row, progress=progress, counted=True)
                continue
            await db.execute(
                "UPDATE mission_part SET state = 'cancelled', progress = ?, until_at = NULL, ended_at = ? WHERE id = ?",
                *(progress, now, row["id"]),
            )
            earned = fairness.worth(held["points"], progress=progress, target=held["target"], share=share)
            await giving.pay(row["id"], row["person_id"], earned)
        await Mission.filter(id=mission.id).update(
            state=MissionState.CANCELLED, cancelled_at=now, reason=reason, share=share
        )
        await audit.note(viewer, "mission.cancelled", subject=("mission", mission.id), reason=reason)
        told: dict[str, Any] = {"title": mission.title, "url": mission.url, "excerpt": reason}
        await record("mission.cancelled", actor=viewer.id, subject=("mission", mission.id), **told)


async def conclude(viewer: Viewer, mission: MissionCard, *, result: str) -> None:
    """Say what came of a mission that has ended; who did it hears of it the first time."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        held = await _held(mission.id, (MissionState.OPEN, MissionState.OVER, MissionState.CANCELLED))
        if held["state"] == MissionState.OPEN and held["ends_at"] > clock.now():
            raise Conflict(_("What came of it is said once it has ended."))
        first = held["result_at"] is None
        await Mission.filter(id=mission.id).update(result=result, result_at=held["result_at"] or clock.now())
        await audit.note(viewer, "mission.concluded", subject=("mission", mission.id))
        if first:
            told: dict[str, Any] = {"title": mission.title, "url": mission.url}
            await record("mission.concluded", actor=viewer.id, subject=("mission", mission.id), **told)


async def _held(number: int, states: tuple[MissionState, ...]) -> db.Row:
    """The mission's row, nobody else's until the transaction ends; Conflict where it stands elsewhere by now."""
    row = await giving.hold(number)
    if row is None:
        raise Missing()
    if row["state"] not in states:
        raise Conflict(_("The mission has moved on: look at it again."))
    return row
