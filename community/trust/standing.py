"""Everybody's step, kept on a row by the worker: reckoned for those something happened to, and for all once in a while."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from community.trust import gathering, ladder, settings
from community.trust.ladder import Facts
from community.trust.models import Step
from kernel import clock, db
from kernel.events import record
from kernel.features import Job, Reaction
from kernel.i18n import mark

PAGE = 1000
EVERY = 6 * 3600
SOON = timedelta(minutes=2)
READ, RECENT, ALL = "trust.read", "trust.recent", "trust.all"
HEARD = (
    *("person.confirmed", "person.joined", "idea.proposed", "idea.approved", "comment.posted", "comment.deleted"),
    *("design.published", "ruling.made", "ruling.reversed", "measure.begun", "measure.ended", "person.role_changed"),
)


async def reckon(person_ids: Sequence[int]) -> int:
    """Reckon the step of some people and write it where it is another; says how many changed."""
    rungs, facts = await settings.current(), await gathering.facts(person_ids)
    kept = await kept_of(person_ids)
    reached = [(number, known, ladder.step_of(known, rungs)) for number, known in facts.items()]
    moved = [one for one in reached if kept.get(one[0]) != one[2]]
    left = [number for number in kept if number not in facts]
    if not moved and not left:
        return 0
    async with db.transaction(quiet=True):
        await _write(moved)
        await _leave(left)
        for number, _known, step in moved:
            await _tell(number, kept.get(number), step)
    return len(moved) + len(left)


async def kept_of(person_ids: Sequence[int]) -> dict[int, Step]:
    rows = await db.rows(
        f"SELECT person_id, step FROM standing WHERE person_id IN ({db.marks(person_ids)})", *person_ids
    )
    return {row["person_id"]: Step(row["step"]) for row in rows}


async def days_of(person_ids: Sequence[int]) -> dict[int, int]:
    """How many days old each account was when its step was reckoned."""
    rows = await db.rows(
        f"SELECT person_id, why FROM standing WHERE person_id IN ({db.marks(person_ids)})", *person_ids
    )
    told = {row["person_id"]: json.loads(row["why"]) if isinstance(row["why"], str) else row["why"] for row in rows}
    return {number: int(why.get("days", 0)) for number, why in told.items()}


async def _write(found: Sequence[tuple[int, Facts, Step]]) -> None:
    now = clock.now()
    await db.execute_many(
        "INSERT INTO standing (person_id, step, since, why) VALUES (?, ?, ?, ?) ON CONFLICT (person_id) DO UPDATE SET "
        "step = excluded.step, since = excluded.since, why = excluded.why",
        [(number, str(step), now, json.dumps(asdict(facts))) for number, facts, step in found],
    )


async def _leave(person_ids: Sequence[int]) -> None:
    """Whoever is of the team now stands on no step."""
    if person_ids:
        await db.execute(f"DELETE FROM standing WHERE person_id IN ({db.marks(person_ids)})", *person_ids)


async def _tell(person_id: int, before: Step | None, step: Step) -> None:
    """A step up is told; a step down is told by the ruling or the measure that led to it, and a first one by nobody.

    Where steps are reckoned for the first time, those who have been here for years came to theirs long ago.
    """
    places = list(Step)
    if before and places.index(step) > places.index(before):
        await record("step.reached", actor=None, subject=("person", person_id), person=person_id, step=str(step))


async def reckon_all() -> int:
    """Everybody, page by page."""
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", ALL)
    after, changed, newest = 0, 0, await db.value("SELECT max(id) FROM event")
    while numbers := await members(after):
        changed += await reckon(numbers)
        after = numbers[-1]
    await _read_until(newest or 0)
    return changed


async def members(after: int) -> list[int]:
    """The next page of those who stand on a step, or should."""
    rows = await db.rows(
        "SELECT p.id FROM person p WHERE p.id > ? AND p.is_claimed = ? AND (p.role = 'member' OR EXISTS "
        f"(SELECT 1 FROM standing s WHERE s.person_id = p.id)) ORDER BY p.id LIMIT {PAGE}",
        *(after, True),
    )
    return [row["id"] for row in rows]


async def reckon_recent() -> int:
    """Those whom an event since the last time was about, or who did it. The key is given back before anything is read."""
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", RECENT)
    last = await last_read()
    rows = await db.rows(
        f"SELECT id, actor_id, subject_kind, subject_id, data FROM event WHERE id > ? "
        f"AND kind IN ({db.marks(HEARD)}) ORDER BY id LIMIT 5000",
        *(last, *HEARD),
    )
    if not rows:
        return 0
    concerned = sorted({number for row in rows for number in _concerned(row)})
    changed = 0
    for begin in range(0, len(concerned), PAGE):
        changed += await reckon(concerned[begin : begin + PAGE])
    await _read_until(rows[-1]["id"])
    return changed


async def _read_until(event: int) -> None:
    await db.execute(
        "INSERT INTO site_setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        *(READ, str(event)),
    )


async def last_read() -> int:
    """The number of the last event that steps were reckoned from."""
    stored = await db.value("SELECT value FROM site_setting WHERE key = ?", READ)
    return int(stored or 0)


def _concerned(row: db.Row) -> set[int]:
    told = json.loads(row["data"]) if isinstance(row["data"], str) else row["data"]
    found = {row["actor_id"], told.get("author"), told.get("person")}
    if row["subject_kind"] == "person":
        found.add(row["subject_id"])
    return {number for number in found if isinstance(number, int)}


async def unread() -> set[int]:
    """Whom something happened to that the worker has not read yet."""
    rows = await db.rows(
        f"SELECT actor_id, subject_kind, subject_id, data FROM event WHERE id > ? AND kind IN ({db.marks(HEARD)})",
        *(await last_read(), *HEARD),
    )
    return {number for row in rows for number in _concerned(row)}


jobs = [
    Job(RECENT, reckon_recent, label=mark("Steps of those something happened to")),
    Job(ALL, reckon_all, every=EVERY, first=True, label=mark("Everybody’s step")),
]
reactions = [
    Reaction("trust.recent", HEARD, wakes=RECENT, after=SOON),
    Reaction("trust.all", ("ladder.changed",), wakes=ALL),
]
