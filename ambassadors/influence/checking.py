"""A reckoning walked again from its file and its public seed, and compared with what is kept of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from ambassadors.influence import keeping, queries, scoring, storing
from ambassadors.influence.linking import Linked
from ambassadors.influence.scoring import Reckoning
from kernel import db
from kernel.errors import Problem


@dataclass(frozen=True)
class Told:
    """What was compared; `left` counts scores that were removed since, by who left or was erased."""

    walks: int
    scores: int
    lines: int
    left: int
    wrong: list[str]


async def check(number: int) -> Told:
    """Walk it again; Problem where it or its graph is not kept."""
    run = await queries.run(number)
    if run is None:
        raise Problem(f"There is no reckoning {number}.")
    linked = await asyncio.to_thread(keeping.load, run.digest)
    if linked is None:
        raise Problem(f"The graph of reckoning {number} is kept no longer, only that of the newest of each topic.")
    if keeping.digest(linked) != run.digest:
        return Told(run.walks, 0, 0, 0, ["the file’s digest is another than the reckoning’s"])
    again = await asyncio.to_thread(scoring.reckon, linked.graph, linked.seeds, walks=run.walks, seed=run.seed)
    return await _compare(run, linked, again)


async def _compare(run: queries.Run, linked: Linked, again: Reckoning) -> Told:
    scores = {row[0]: row[1:5] for row in storing.scores(linked, again)}
    kept = {
        row["person_id"]: (row["walks"], row["percentile"], row["low"], row["high"])
        for row in await db.rows(
            "SELECT person_id, walks, percentile, low, high FROM influence_score WHERE run_id = ?", run.id
        )
    }
    lines = {(*row[:4], row[8]): row[4] for row in storing.lines(linked, again)}
    held = {
        (row["person_id"], row["through_id"], row["kind"], row["place"], row["subject_kind"]): row["walks"]
        for row in await db.rows(
            "SELECT person_id, through_id, kind, place, subject_kind, walks FROM influence_line WHERE run_id = ?",
            run.id,
        )
    }
    left = await _left(set(scores) - set(kept))
    wrong = [
        f"person {person}: {kept.get(person)} kept, {scores.get(person)} walked"
        for person in sorted(set(scores) | set(kept))
        if kept.get(person) != scores.get(person) and person not in left
    ]
    wrong += [
        f"line {key}: {held.get(key)} kept, {lines.get(key)} walked"
        for key in sorted(set(lines) | set(held))
        if held.get(key) != lines.get(key) and key[0] not in left
    ]
    return Told(run.walks, len(kept), len(held), len(left), wrong)


async def _left(people: set[int]) -> set[int]:
    """Of some people those who asked not to be scored, or came back since, or are here no more."""
    some = sorted(people)
    rows = await db.rows(
        f"SELECT person_id FROM influence_choice WHERE person_id IN ({db.marks(some)}) UNION "
        f"SELECT id FROM person WHERE is_claimed = ? AND id IN ({db.marks(some)})",
        *some,
        False,
        *some,
    )
    return {row["person_id"] for row in rows}
