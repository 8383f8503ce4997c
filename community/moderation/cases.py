"""Cases as rows: opened with the first report, weighed with each, claimed by one at a time, closed by a ruling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.moderation import likeness, registry, weighing
from community.moderation.models import Case, Source, State
from community.moderation.registry import ReportedThing
from kernel import clock, db
from kernel.errors import Conflict, Missing
from kernel.i18n import format_datetime
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

LEASE = timedelta(minutes=10)
SOON = timedelta(minutes=1)
CHUNK = 1000

_OPEN = (
    "INSERT INTO moderation_case (subject_kind, subject_id, author_id, state, source, rule, reports, heard, reach, place, "
    "follows, reasons, band, sketch, opened_at) VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, 0, ?, '[]', ?, ?, ?) "
    "ON CONFLICT (subject_kind, subject_id) DO UPDATE SET "
    "source = CASE WHEN moderation_case.state = 'done' THEN excluded.source ELSE moderation_case.source END, "
    "rule = CASE WHEN moderation_case.state = 'done' THEN excluded.rule ELSE moderation_case.rule END, "
    "follows = CASE WHEN moderation_case.state = 'done' THEN excluded.follows ELSE moderation_case.follows END, "
    "opened_at = CASE WHEN moderation_case.state = 'done' THEN excluded.opened_at ELSE moderation_case.opened_at END, "
    "state = CASE WHEN moderation_case.state = 'done' THEN 'open' ELSE moderation_case.state END, "
    "reports = moderation_case.reports + excluded.reports, heard = moderation_case.heard + excluded.heard, "
    "reach = excluded.reach, author_id = excluded.author_id, band = excluded.band, sketch = excluded.sketch "
    "RETURNING id, heard, reach, opened_at"
)


async def reported(thing: ReportedThing, *, rule: str, follows: int, accuracy: float) -> int:
    """A report came: its case is opened, or weighs more; inside the report's transaction."""
    return await _opened(thing, Source.REPORTS, rule=rule, follows=follows, reports=1, heard=accuracy)


async def brought(thing: ReportedThing, source: Source, *, rule: str = "other", follows: int = 0) -> int:
    """Something waits to be read though nobody reported it: held back, or edited as its author was asked to."""
    return await _opened(thing, source, rule=rule, follows=follows, reports=0, heard=0.0)


async def _opened(thing: ReportedThing, source: Source, *, rule: str, follows: int, reports: int, heard: float) -> int:
    reach = (await registry.reach(thing.kind, [thing.id])).get(thing.id, 0)
    sketch = likeness.sketch(f"{thing.title}\n{thing.excerpt}")
    told = (thing.kind, thing.id, thing.author_id or None, source, rule, reports, heard, reach, follows)
    row = (await db.rows(_OPEN, *told, likeness.band(sketch), sketch, clock.now()))[0]
    place = weighing.place(row["heard"], row["reach"], row["opened_at"])
    await db.execute("UPDATE moderation_case SET place = ? WHERE id = ?", place, row["id"])
    return int(row["id"])


async def known(things: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of some things have a case, open or not."""
    numbers = [number for _kind, number in things]
    rows = await db.rows(
        f"SELECT subject_kind, subject_id FROM moderation_case WHERE subject_id IN ({db.marks(numbers)})", *numbers
    )
    return {(row["subject_kind"], row["subject_id"]) for row in rows}


async def close(kind: str, number: int, *, state: State = State.DONE) -> datetime | None:
    """A case ended, or waits for its author; says since when it had stood open. Inside a transaction."""
    found = await db.row(
        "SELECT opened_at, state FROM moderation_case WHERE subject_kind = ? AND subject_id = ?", kind, number
    )
    await db.execute(
        "UPDATE moderation_case SET state = ?, reports = 0, heard = 0, claimed_by_id = NULL, claimed_until = NULL "
        "WHERE subject_kind = ? AND subject_id = ?",
        *(state, kind, number),
    )
    return found["opened_at"] if found and found["state"] != State.DONE else None


async def drop(kind: str, numbers: Sequence[int]) -> None:
    """Their author took them away: nobody decides any more. Where somebody reported one, they are answered first."""
    await db.execute(
        "UPDATE moderation_case SET state = ?, claimed_by_id = NULL, claimed_until = NULL "
        f"WHERE subject_kind = ? AND state <> ? AND reports = 0 AND subject_id IN ({db.marks(numbers)})",
        *(State.DONE, kind, State.DONE, *numbers),
    )


async def ruled_on(thing: ReportedThing, rule: str, *, state: State) -> datetime | None:
    """The same by a ruling, which may be the first that is heard of a thing."""
    sketch = likeness.sketch(f"{thing.title}\n{thing.excerpt}")
    await db.execute(
        "INSERT INTO moderation_case (subject_kind, subject_id, author_id, state, source, rule, reports, heard, reach, place, "
        "follows, reasons, band, sketch, opened_at) VALUES (?, ?, ?, 'done', 'team', ?, 0, 0, 0, 0, 0, '[]', ?, ?, ?) "
        "ON CONFLICT (subject_kind, subject_id) DO NOTHING",
        *(thing.kind, thing.id, thing.author_id or None, rule, likeness.band(sketch), sketch, clock.now()),
    )
    return await close(thing.kind, thing.id, state=state)


@dataclass(frozen=True)
class Claim:
    """Who has a case before them, and until when."""

    by_id: int
    name: str
    until: datetime


async def of_thing(kind: str, number: int) -> Case | None:
    return await Case.get_or_none(subject_kind=kind, subject_id=number)


async def held_by(kind: str, number: int) -> Claim | None:
    """The claim on a thing that stands, whoever's it is."""
    row = await db.row(
        "SELECT c.claimed_by_id AS by_id, p.name, c.claimed_until AS until_at FROM moderation_case c "
        "JOIN person p ON p.id = c.claimed_by_id WHERE c.subject_kind = ? AND c.subject_id = ? AND c.claimed_until > ?",
        *(kind, number, clock.now()),
    )
    return Claim(row["by_id"], row["name"], row["until_at"]) if row else None


async def claim(viewer: Viewer, kind: str, number: int) -> datetime:
    """Take a case for ten minutes, or have it for ten more; Conflict while somebody else has it."""
    now = clock.now()
    async with db.transaction(quiet=True):
        taken = await db.rows(
            "UPDATE moderation_case SET claimed_by_id = ?, claimed_until = ? WHERE subject_kind = ? AND subject_id = ? "
            "AND state = 'open' AND (claimed_by_id IS NULL OR claimed_by_id = ? OR claimed_until <= ?) RETURNING id",
            *(viewer.id, now + LEASE, kind, number, viewer.id, now),
        )
    if taken:
        return now + LEASE
    theirs = await held_by(kind, number)
    if theirs is None:
        raise Missing()
    raise Conflict(busy(theirs))


def busy(theirs: Claim) -> str:
    return _("%(name)s has this case until %(time)s.") % {"name": theirs.name, "time": format_datetime(theirs.until)}


async def give_back(viewer: Viewer, kind: str, number: int) -> None:
    """Leave a case to somebody else."""
    async with db.transaction(quiet=True):
        await db.execute(
            "UPDATE moderation_case SET claimed_by_id = NULL, claimed_until = NULL "
            "WHERE subject_kind = ? AND subject_id = ? AND claimed_by_id = ?",
            *(kind, number, viewer.id),
        )


async def weigh() -> int:
    """Reckon the weight of every open case anew from its ledger; says how many changed."""
    after, changed = 0, 0
    while numbers := await _numbers(after):
        changed += await weigh_some(numbers)
        after = numbers[-1]
    return changed


async def _numbers(after: int) -> list[int]:
    rows = await db.rows(
        "SELECT id FROM moderation_case WHERE state <> 'done' AND id > ? ORDER BY id LIMIT ?", after, CHUNK
    )
    return [row["id"] for row in rows]


async def weigh_some(numbers: Sequence[int]) -> int:
    """The same for some cases, held while they are reckoned so that no report slips in between."""
    async with db.transaction(quiet=True):
        lock = "" if db.on_sqlite() else " FOR UPDATE"
        held = await db.rows(f"SELECT * FROM moderation_case WHERE id IN ({db.marks(numbers)}){lock}", *numbers)
        heard = {row["id"]: row for row in await db.rows(_HEARD.format(db.marks(numbers)), *numbers)}
        reach = await _reach(held)
        anew = [(row, _weighed(row, heard.get(row["id"]), reach)) for row in held]
        moved = [(*told, row["id"]) for row, told in anew if _differs(row, told)]
        await db.execute_many(
            "UPDATE moderation_case SET reports = ?, heard = ?, reach = ?, place = ? WHERE id = ?", moved
        )
    return len(moved)


_HEARD = (
    "SELECT c.id, count(*) AS n, "
    f"sum((coalesce(p.heeded, 0) + {weighing.PRIOR}) / (coalesce(p.heeded, 0) + coalesce(p.dismissed, 0) + "
    f"{2 * weighing.PRIOR})) AS heard FROM moderation_case c JOIN report r ON r.subject_kind = c.subject_kind "
    "AND r.subject_id = c.subject_id AND r.ruling_id IS NULL LEFT JOIN reporter p ON p.person_id = r.reporter_id "
    "WHERE c.id IN ({}) GROUP BY c.id"
)
Told = tuple[int, float, int, float]


async def _reach(held: Sequence[db.Row]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for kind in {row["subject_kind"] for row in held}:
        numbers = [row["subject_id"] for row in held if row["subject_kind"] == kind]
        found |= {(kind, number): n for number, n in (await registry.reach(kind, numbers)).items()}
    return found


def _weighed(row: db.Row, heard: db.Row | None, reach: dict[tuple[str, int], int]) -> Told:
    n, told = (heard["n"], float(heard["heard"])) if heard else (0, 0.0)
    reached = reach.get((row["subject_kind"], row["subject_id"]), 0)
    return n, told, reached, weighing.place(told, reached, row["opened_at"])


def _differs(row: db.Row, told: Told) -> bool:
    return (row["reports"], row["reach"]) != (told[0], told[2]) or abs(row["heard"] - told[1]) > 1e-9
