"""What is kept of people's standing, folded again from the rows it follows from."""

from __future__ import annotations

from dataclasses import replace

from community.trust import gathering, ladder, measures, settings, standing
from community.trust.ladder import Facts, Ladder
from community.trust.models import MeasureKind, Step
from kernel import db


async def suspensions(*, fix: bool = False) -> list[str]:
    """Until when each person is suspended, by the measures that have not ended."""
    until = measures.until_of_person()
    values = (measures.FOR_GOOD, str(MeasureKind.SUSPEND))
    found = await db.rows(
        f"SELECT id, suspended_until AS kept_at, {until} AS told_at FROM person "
        f"WHERE suspended_until IS DISTINCT FROM {until} ORDER BY id",
        *values,
        *values,
    )
    if fix and found:
        async with db.transaction():
            await measures.follow([row["id"] for row in found])
    return [
        f"person {row['id']}: suspended until {row['kept_at']} kept, {row['told_at']} by the measures" for row in found
    ]


async def steps(*, fix: bool = False) -> list[str]:
    """Everybody's step, by the facts; whom the worker has still to read of is left out, and so is a birthday of today."""
    rungs, waiting, wrong, after = await settings.current(), await standing.unread(), [], 0
    while numbers := await standing.members(after):
        facts, kept = await gathering.facts(numbers), await standing.kept_of(numbers)
        days = await standing.days_of(numbers)
        for number, step in kept.items():
            known = facts.get(number)
            if number not in waiting and (known is None or step not in _possible(known, rungs, days[number])):
                wrong.append(
                    f"person {number}: step {step} kept, {ladder.step_of(known or Facts(), rungs)} by the facts"
                )
        after = numbers[-1]
    if fix and wrong:
        await standing.reckon_all()
    return wrong


def _possible(facts: Facts, rungs: Ladder, days: int) -> set[Step]:
    """The step of today and that of yesterday: days alone move nobody before the worker's next round.

    `days` is how old the account was when its step was reckoned: a clock that was set back makes nobody younger.
    """
    later = max(0, days - facts.days)
    return {
        ladder.step_of(facts, rungs),
        *(ladder.step_of(_aged(facts, by), rungs) for by in (-1, later)),
    }


def _aged(facts: Facts, by: int) -> Facts:
    """The same facts some days later or earlier."""
    clean = None if facts.clean is None else max(0, facts.clean + by)
    return replace(facts, days=max(0, facts.days + by), clean=clean)
