"""Reading what signals are made of: supports or scores, who gave them, and the traces of their day, as arrays."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kernel import db
from kernel.features import the_house
from voting.ballots.doubt_models import Voted
from voting.ballots.states import Pair
from voting.value.links import SHOWN

if TYPE_CHECKING:
    from voting.honesty.traits import Votes

_VOTES = {
    Voted.SUPPORT: "SELECT s.idea_id AS subject_id, s.person_id, s.at, coalesce(i.merged_into_id, i.id) AS root FROM support s "
    "JOIN idea i ON i.id = s.idea_id JOIN person p ON p.id = s.person_id WHERE p.is_claimed IS TRUE ORDER BY s.id",
    Voted.SCORE: "SELECT s.design_id AS subject_id, s.person_id, s.at, 3 * s.design_id + CASE WHEN s.value <= 1 THEN 0 "
    "WHEN s.value <= 3 THEN 1 ELSE 2 END AS root FROM score s JOIN person p ON p.id = s.person_id "
    "WHERE p.is_claimed IS TRUE AND (s.value IS NOT NULL OR s.wishes) ORDER BY s.id",
}
"""What counts as voting for the same: an idea or what it leads to; a design and whether low, middle or high, as a wish is."""
_TRACES = (
    "SELECT person_id, CAST(day AS TEXT) AS day, MIN(block) AS block, MIN(device) AS device, "
    "COUNT(DISTINCT device) AS devices FROM trace GROUP BY person_id, day HAVING COUNT(DISTINCT block) = 1"
)
Traces = dict[tuple[int, str], tuple[str, str]]
"""(person, day) and the block with the kind of device, empty where there were several."""


@dataclass(frozen=True)
class Ground:
    """The votes as arrays, and which rows of the database each is: `pairs[n]` is the subject and person of vote n."""

    kind: Voted
    votes: Votes
    pairs: list[Pair]


@dataclass(frozen=True)
class People:
    """Accounts in order, who of them is a known customer, who brought whom, and what the days' traces tell."""

    rows: list[db.Row]
    known: set[int]
    inviters: dict[int, int]
    traces: Traces


async def people() -> People:
    rows = await db.rows("SELECT id, created_at FROM person WHERE is_claimed IS TRUE ORDER BY id")
    links = f"SELECT person_id FROM customer_link WHERE source IN ({db.marks(SHOWN)})"
    known = {row["person_id"] for row in await db.rows(links, *SHOWN)}
    inviters: dict[int, int] = {}
    for brought in the_house().registered("vote.inviters"):
        inviters |= await brought()
    traces = {
        (row["person_id"], row["day"][:10]): (row["block"], row["device"] if row["devices"] == 1 else "")
        for row in await db.rows(_TRACES)
    }
    return People(rows, known, inviters, traces)


async def read(kind: Voted, who: People) -> Ground | None:
    """All votes of a kind, None where there is none."""
    rows = await db.rows(_VOTES[kind])
    return Ground(kind, *await asyncio.to_thread(arranged, rows, who)) if rows else None


def arranged(rows: list[db.Row], who: People) -> tuple[Votes, list[Pair]]:
    """Rows of `subject_id`, `person_id`, `at` and `root` as arrays, and which row each vote is."""
    import numpy as np

    from voting.honesty.traits import Votes

    persons = [row["id"] for row in who.rows]
    place = {person: n for n, person in enumerate(persons)}
    rows = [row for row in rows if row["person_id"] in place]
    roots = {root: n for n, root in enumerate(sorted({row["root"] for row in rows}))}
    traces = [who.traces.get((row["person_id"], _day(row["at"])), ("", "")) for row in rows]
    votes = Votes(
        person=np.array([place[row["person_id"]] for row in rows], dtype=np.int64),
        idea=np.array([roots[row["root"]] for row in rows], dtype=np.int64),
        day=np.array([row["at"].timestamp() / 86_400 for row in rows]),
        block=np.array(_numbered([block for block, _device in traces]), dtype=np.int64),
        device=np.array(_numbered([device for _block, device in traces]), dtype=np.int64),
        made=np.array([row["created_at"].timestamp() / 86_400 for row in who.rows]),
        known=np.array([person in who.known for person in persons]),
        inviter=np.array([place.get(who.inviters.get(person, 0), -1) for person in persons], dtype=np.int64),
        ideas=len(roots),
    )
    return votes, [(row["subject_id"], row["person_id"]) for row in rows]


def _numbered(told: list[str]) -> list[int]:
    """Words as numbers from 0, none as -1."""
    seen: dict[str, int] = {}
    return [seen.setdefault(word, len(seen)) if word else -1 for word in told]


def _day(at: datetime) -> str:
    """As traces have it: in UTC."""
    return at.astimezone(UTC).date().isoformat()
