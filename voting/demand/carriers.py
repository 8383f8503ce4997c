"""Who carries an idea: the ambassadors among its supporters, and how far supporters carry, where the team wants that figure.

How far is told by upper wings, from 0 to 1. It adds to an account's weight by a capped part, in a figure that stands
beside demand, says so, and orders nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from kernel import db
from kernel.features import the_house
from voting.demand.settings import DemandSettings


@dataclass(frozen=True)
class Carrying:
    """`reach` says of people, by number, how far they carry; who is not in it carries nothing. `head` moves when that does."""

    reach: Callable[[], Awaitable[Mapping[int, float]]]
    head: str


HEADS = (
    "(SELECT COUNT(*) FROM person WHERE is_ambassador IS TRUE) AS ambassadors",
    "(SELECT SUM(CAST(id AS BIGINT)) FROM person WHERE is_ambassador IS TRUE) AS whose",
)
"""What marks add to their statement, so that they move when somebody becomes an ambassador or ceases to be one."""
_AMONG = (
    "SELECT coalesce(i.merged_into_id, i.id) AS idea, count(DISTINCT s.person_id) AS n FROM person p "
    "JOIN support s ON s.person_id = p.id JOIN idea i ON i.id = s.idea_id WHERE p.is_ambassador IS TRUE "
    "AND s.state <> 'quarantined' {} "
    "GROUP BY coalesce(i.merged_into_id, i.id)"
)


async def ambassadors(ideas: Sequence[int] | None = None) -> Mapping[int, int] | None:
    """How many support each of some ideas, or of all that any does; None while there are no ambassadors at all."""
    if await db.value("SELECT id FROM person WHERE is_ambassador IS TRUE LIMIT 1") is None:
        return None
    where, values = "", []
    if ideas is not None:
        marks = db.marks(ideas)
        where, values = f"AND (i.id IN ({marks}) OR i.merged_into_id IN ({marks}))", [*ideas, *ideas]
    return {row["idea"]: row["n"] for row in await db.rows(_AMONG.format(where), *values)}


def most() -> float:
    """The part of its weight that an account gains at most; 0 where the figure is not wanted."""
    return DemandSettings().demand_carry_most if the_house().registered("demand.carrying") else 0.0


async def reaches() -> dict[int, float]:
    """How far people carry, by number; the most that any wing says."""
    found: dict[int, float] = {}
    for wing in the_house().registered("demand.carrying"):
        for person, reach in (await wing.reach()).items():
            found[person] = max(found.get(person, 0.0), min(1.0, reach))
    return found


def heads() -> list[str]:
    """What marks of a snapshot add to their statement."""
    told = the_house().registered("demand.carrying") if most() else []
    return [*HEADS, *(f"({one.head}) AS carrying_{place}" for place, one in enumerate(told)), f"{most()} AS carry_most"]
