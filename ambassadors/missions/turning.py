"""Missions go on by themselves: what is counted is counted again, those near their end are told, what has ended ends."""

from __future__ import annotations

from datetime import timedelta

from ambassadors.missions import counting, giving
from ambassadors.missions.models import MissionState
from ambassadors.missions.registry import Moving
from kernel import clock, db
from kernel.events import record
from kernel.features import Job, Reaction

TURN = "missions.turn"
REMIND = timedelta(days=3)


async def turn_all() -> None:
    """Every mission that runs or has just ended, and then those who may be paid late."""
    rows = await db.rows(
        "SELECT m.id FROM mission m WHERE m.state = 'open' AND m.opens_at <= ? ORDER BY m.id", clock.now()
    )
    for row in rows:
        await turn(row["id"])
    await _end_late()
    await giving.pay_owed()


async def turn(mission_id: int) -> None:
    """Count one mission; complete what is done, remind, and end it when its day has come."""
    async with db.transaction(light=True):
        mission = await giving.hold(mission_id)
        if mission is None or mission["state"] != MissionState.OPEN or mission["opens_at"] > clock.now():
            return
        await _count(mission)
        if mission["ends_at"] <= clock.now():
            await _end(mission)
        elif mission["ends_at"] - REMIND <= clock.now():
            await _remind(mission)


async def _count(mission: db.Row) -> None:
    """Keep how far everybody is, and complete those who are there."""
    if not mission["goal"]:
        return
    far = await counting.progress(mission["id"], mission["goal"], mission["place"], mission["ends_at"])
    parts = await db.rows(
        "SELECT id, person_id, progress FROM mission_part WHERE mission_id = ? AND state = 'taken' ORDER BY id",
        mission["id"],
    )
    moved = [(far.get(part["id"], 0), part["id"]) for part in parts if far.get(part["id"], 0) != part["progress"]]
    await db.execute_many("UPDATE mission_part SET progress = ? WHERE id = ?", moved)
    for part in parts:
        if far.get(part["id"], 0) >= mission["target"]:
            await giving.complete(mission, part, progress=far[part["id"]], counted=True)


async def _remind(mission: db.Row) -> None:
    """Tell those who are at it that the end is near: once each."""
    rows = await db.rows(
        "UPDATE mission_part SET reminded_at = ? WHERE mission_id = ? AND state IN ('taken', 'again') "
        "AND reminded_at IS NULL AND taken_at < ? RETURNING person_id",
        *(clock.now(), mission["id"], mission["ends_at"] - REMIND),
    )
    if rows:
        told = {"title": mission["title"], "url": f"/missions/{mission['id']}", "until": mission["ends_at"].isoformat()}
        people = [row["person_id"] for row in rows]
        await record("mission.ending", actor=None, subject=("mission", mission["id"]), people=people, **told)


async def _end(mission: db.Row) -> None:
    """Its day has come: who is not there has had their time; what was sent is still answered."""
    await db.execute("UPDATE mission SET state = ? WHERE id = ?", MissionState.OVER.value, mission["id"])
    await db.execute(
        "UPDATE mission_part SET state = 'over', ended_at = ? WHERE mission_id = ? AND state = 'taken'",
        *(clock.now(), mission["id"]),
    )
    told = {"title": mission["title"], "url": f"/missions/{mission['id']}", "team": f"/missions/desk/{mission['id']}"}
    await record("mission.ended", actor=None, subject=("mission", mission["id"]), **told)


async def _end_late() -> None:
    """Who was asked for more and let the week pass."""
    async with db.transaction(light=True):
        await db.execute(
            "UPDATE mission_part SET state = 'over', ended_at = ? WHERE state = 'again' AND until_at <= ? "
            "AND mission_id IN (SELECT m.id FROM mission m WHERE m.state <> 'open')",
            *(clock.now(), clock.now()),
        )


jobs = [Job(TURN, turn_all, every=300)]
reactions = [Reaction("missions.moving", Moving(), wakes=TURN, after=timedelta(seconds=5))]
