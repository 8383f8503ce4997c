"""Phases begin at their minute: a durable job waits for each, and a row that can stand once makes each begin once."""

from __future__ import annotations

from typing import Any

from ideas.challenges import phases, queries
from ideas.challenges.models import Phase
from ideas.studio import places
from kernel import clock, db
from kernel.events import enqueue, record
from kernel.features import Job, the_house

_DATES = "id, slug, title, phase, opens_at, scoring_at, jury_at, result_at, production_at"


async def look_again(challenge_id: int) -> None:
    """Wait for each moment of a challenge's calendar; a moment that was moved since is waited for in vain."""
    told = await db.row(f"SELECT {_DATES} FROM challenge WHERE id = ?", challenge_id)
    now = clock.now()
    for moment in phases.moments(told, now) if told and told["phase"] != Phase.DRAFT else ():
        key = f"challenge.turn:{challenge_id}:{moment.isoformat()}"
        await enqueue("challenge.turn", key=key, after=moment - now, challenge=challenge_id)


async def turn(challenge: int) -> list[Phase]:
    """Let every phase begin whose moment has come, and remind whom it concerns; says which began."""
    begun: list[Phase] = []
    async with db.transaction():
        await places.hold([line.design_id for line in await queries.entries(challenge)])
        lock = "" if db.on_sqlite() else " FOR UPDATE"
        told = await db.row(f"SELECT {_DATES} FROM challenge WHERE id = ?{lock}", challenge)
        if told is None:
            return begun
        for phase, moment in phases.due(told, clock.now()):
            await _begin(told, phase, moment)
            begun.append(phase)
        await _remind(told)
    return begun


async def turn_all() -> None:
    """Look at every challenge that something is still to happen to: nothing is missed for a job that was lost."""
    done = (Phase.DRAFT.value, Phase.PRODUCTION.value)
    for row in await db.rows(f"SELECT {_DATES} FROM challenge WHERE phase NOT IN (?, ?)", *done):
        if phases.due(row, clock.now()) or phases.reminder(row, clock.now()):
            await turn(row["id"])


async def _begin(told: dict[str, Any], phase: Phase, moment: Any) -> None:
    """One phase, its row first; whoever owns a part of it does that part in the same transaction."""
    await db.execute(
        "INSERT INTO phase_turn (challenge_id, phase, due_at, turned_at) VALUES (?, ?, ?, ?)",
        told["id"],
        phase.value,
        moment,
        clock.now(),
    )
    await db.execute("UPDATE challenge SET phase = ? WHERE id = ?", phase.value, told["id"])
    told["phase"] = phase.value
    if phase == Phase.RESULT:  # what was hidden is shown, and counts in the order
        await places.rank([line.design_id for line in await queries.entries(told["id"])])
    about, url = ("challenge", told["id"]), f"/challenges/{told['slug']}"
    data = {"phase": phase.value, "title": told["title"], "url": url}
    await record("challenge.turned", actor=None, subject=about, **data)
    if phase == Phase.SUBMISSIONS:
        await record("challenge.opened", actor=None, subject=about, title=told["title"], url=url)
    for participant in the_house().registered("challenge.turned"):
        await participant(told["id"], phase)


async def _remind(told: dict[str, Any]) -> None:
    """Once for each kind of reminder: the challenge's row is held, so that no other looks at the same time."""
    what = phases.reminder(told, clock.now())
    if not what:
        return
    kind = "challenge.ending" if what == "designs" else "challenge.closing"
    about = ("challenge", told["id"])
    sql = "SELECT id FROM event WHERE subject_kind = ? AND subject_id = ? AND kind = ? LIMIT 1"
    if not await db.rows(sql, *about, kind):
        until = phases.ends_at(told)
        data = {
            "title": told["title"],
            "url": f"/challenges/{told['slug']}",
            "until": until.isoformat() if until else "",
        }
        if what == "designs":
            await record("challenge.ending", actor=None, subject=about, **data)
        else:
            await record("challenge.closing", actor=None, subject=about, **data)


jobs = [Job("challenge.turn", turn, tries=20), Job("challenges.turn", turn_all, every=300)]
