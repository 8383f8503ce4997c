"""Taking a mission, leaving it, agreeing to be named, and sending what shows that it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ambassadors.missions import giving, rules
from ambassadors.missions.models import MissionProof, MissionState
from ambassadors.missions.queries import MissionCard
from ideas.board.pictures import Picture
from kernel import clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

_TAKE = (
    "INSERT INTO mission_part (mission_id, person_id, state, progress, is_named, points, due, taken_at) "
    "VALUES (?, ?, 'taken', 0, ?, 0, 0, ?) ON CONFLICT (mission_id, person_id) DO UPDATE SET state = 'taken', "
    "progress = 0, is_named = excluded.is_named, taken_at = excluded.taken_at, until_at = NULL, reminded_at = NULL, "
    "ended_at = NULL WHERE mission_part.state = 'left' RETURNING id"
)


async def take(viewer: Viewer, mission: MissionCard, *, named: bool = False) -> None:
    """Take a place, the last one once however many ask for it at the same time; taking it twice is taking it once."""
    if mission.mine and mission.mine.state in rules.UNDER_WAY:
        return
    require(rules.may_take(viewer, mission), _("This mission cannot be taken, or not by you."))
    async with db.transaction(light=True):
        held = await giving.hold(mission.id)
        if held is None or held["state"] != MissionState.OPEN or not held["opens_at"] <= clock.now() < held["ends_at"]:
            raise Conflict(_("This mission is not open any more."))
        if not await db.rows(_TAKE, mission.id, viewer.id, named, clock.now()):
            return
        if held["places"] is not None and held["taken"] >= held["places"]:
            raise Conflict(_("Somebody took the last place just before you. If one is free again, you see it here."))
        await db.execute("UPDATE mission SET taken = taken + 1 WHERE id = ?", mission.id)
        await record("mission.taken", actor=viewer.id, subject=("mission", mission.id))


async def leave(viewer: Viewer, mission: MissionCard) -> None:
    """Give one's place back; what was sent and not answered yet is not read any more."""
    require(rules.may_leave(viewer, mission), _("You have no part in this mission that you could leave."))
    async with db.transaction(light=True):
        await giving.hold(mission.id)
        await let_go(mission.id, viewer.id or 0)


async def let_go(mission_id: int, person_id: int) -> bool:
    """Somebody's place is free again. Inside the transaction that holds the mission."""
    gone = await db.rows(
        "UPDATE mission_part SET state = 'left', until_at = NULL, ended_at = ? WHERE mission_id = ? AND person_id = ? "
        "AND state IN ('taken', 'sent', 'again') RETURNING id",
        *(clock.now(), mission_id, person_id),
    )
    for row in gone:  # one at most
        await db.execute(
            "UPDATE mission_proof SET withdrawn_at = ? WHERE part_id = ? AND answered_at IS NULL AND withdrawn_at IS NULL",
            *(clock.now(), row["id"]),
        )
        await db.execute("UPDATE mission SET taken = taken - 1 WHERE id = ?", mission_id)
        await record("mission.left", actor=person_id, subject=("mission", mission_id))
    return bool(gone)


async def name(viewer: Viewer, mission: MissionCard, *, named: bool) -> None:
    """Agree that others read that one did it, or not any more."""
    require(mission.mine is not None, _("You have no part in this mission."))
    async with db.transaction(light=True):
        await db.execute(
            "UPDATE mission_part SET is_named = ? WHERE mission_id = ? AND person_id = ?", named, mission.id, viewer.id
        )


async def send(viewer: Viewer, mission: MissionCard, *, body: str, pictures: Sequence[Picture] = ()) -> int:
    """Send what shows that it is done; says the number of the proof. It is read once, and answered."""
    require(rules.may_send(viewer, mission), _("Nothing can be sent for this mission at the moment."))
    async with db.transaction(light=True):
        await giving.hold(mission.id)
        changed = await db.rows(
            "UPDATE mission_part SET state = 'sent' WHERE mission_id = ? AND person_id = ? AND state IN ('taken', 'again') "
            "RETURNING id",
            *(mission.id, viewer.id),
        )
        if not changed:
            raise Conflict(_("Your proof is with us already: we answer it first."))
        proof = await MissionProof.create(part_id=changed[0]["id"], body=body, sent_at=clock.now())
        await db.execute_many(
            "INSERT INTO mission_picture (proof_id, file_id, alt, position) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (proof_id, file_id) DO NOTHING",
            [(proof.id, one.file_id, one.alt, n) for n, one in enumerate(pictures, start=1)],
        )
        told: dict[str, Any] = {"title": mission.title, "url": f"{mission.team_url}#part-{changed[0]['id']}"}
        await record("mission.sent", actor=viewer.id, subject=("mission", mission.id), **told)
    return proof.id
