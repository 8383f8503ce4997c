"""Measures: what a ruling does to a person, for how long, and its end; in force everywhere from the moment it is written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from community.people import administrators
from community.trust.models import Measure, MeasureKind
from kernel import clock, db
from kernel.events import record

FOR_GOOD = datetime(9000, 1, 1, tzinfo=UTC)
"""What `person.suspended_until` holds of whoever is suspended without an end."""


async def impose(
    person_id: int,
    *,
    kind: MeasureKind | str,
    until: datetime | None = None,
    ruling: int | None = None,
    rule: str = "",
    why: str = "",
    by: int | None = None,
) -> Measure:
    """Warn, brake or suspend somebody from now until `until`, without an end where that is None.

    To be called inside the action's transaction; the change is no light one, so that every process reads its viewers anew.
    """
    kind = MeasureKind(kind)
    async with db.transaction():
        if kind == MeasureKind.SUSPEND:
            await administrators.keep_one(person_id)
        made = await Measure.create(
            person_id=person_id,
            kind=kind,
            since=clock.now(),
            until=until,
            ruling_id=ruling,
            rule=rule,
            why=why,
            by_id=by,
        )
        await follow([person_id])
        await _tell("measure.begun", made, actor=by)
    return made


async def lift(*, ruling: int | None = None, measure: int | None = None, by: int | None = None) -> int:
    """End what a ruling imposed, or one measure, because it should not have been: says how many ended. Inside a transaction."""
    column, number = ("ruling_id", ruling) if measure is None else ("id", measure)
    if number is None:
        return 0
    async with db.transaction():
        rows = await db.rows(
            f"UPDATE measure SET ended_at = ?, is_lifted = ? WHERE {column} = ? AND is_lifted = ? RETURNING id",
            *(clock.now(), True, number, False),
        )
        await _ended([row["id"] for row in rows], actor=by)
    return len(rows)


async def expire() -> int:
    """End what is over by the clock; says how many. The site does not wait for it: who is free by the clock is free."""
    now = clock.now()
    if not await db.value("SELECT id FROM measure WHERE ended_at IS NULL AND until <= ? LIMIT 1", now):
        return 0
    async with db.transaction():
        rows = await db.rows(
            "UPDATE measure SET ended_at = until WHERE ended_at IS NULL AND until <= ? RETURNING id", now
        )
        await _ended([row["id"] for row in rows], actor=None)
    return len(rows)


async def _ended(numbers: list[int], *, actor: int | None) -> None:
    found = await Measure.filter(id__in=numbers)
    await follow([measure.person_id for measure in found])
    for measure in found:
        await _tell("measure.ended", measure, actor=actor)


async def follow(person_ids: list[int]) -> None:
    """Write until when each is suspended, from the measures that stand; inside a transaction."""
    await db.execute(
        f"UPDATE person SET suspended_until = {until_of_person()} WHERE id IN ({db.marks(person_ids)})",
        *(FOR_GOOD, MeasureKind.SUSPEND, *person_ids),
    )


def until_of_person() -> str:
    """The latest end of the suspensions that stand, of the row of `person` around it: values are FOR_GOOD and the kind."""
    moment = "text" if db.on_sqlite() else "timestamptz"
    return (
        f"(SELECT max(coalesce(m.until, CAST(? AS {moment}))) FROM measure m "
        "WHERE m.person_id = person.id AND m.kind = ? AND m.ended_at IS NULL)"
    )


async def _tell(event: str, measure: Measure, *, actor: int | None) -> None:
    about: dict[str, Any] = {
        "person": measure.person_id,
        "measure": str(measure.kind),
        "until": measure.until.isoformat() if measure.until else "",
        "rule": measure.rule,
        "excerpt": measure.why,
        "lifted": measure.is_lifted,
        "ruling": measure.ruling_id,
    }
    await record(event, actor=actor, subject=("person", measure.person_id), **about)
