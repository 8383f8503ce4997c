"""Merges as the ledger of support folds them, and what one of them does to counts, inside its own transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ideas.board.registry import Joined
from kernel import db
from kernel.events import record
from voting.ballots.ledger import Joining

GROUP = (
    "(SELECT CAST({0} AS INTEGER) UNION ALL SELECT of_group.id FROM idea of_group WHERE of_group.merged_into_id = {0})"
)
"""The ideas whose supports count for one, as SQL."""

IN_DOUBT, SET_ASIDE = 1, 2
BEST = f"CASE s.state WHEN 'valid' THEN 0 WHEN 'doubtful' THEN {IN_DOUBT} ELSE {SET_ASIDE} END"
"""Of several votes of one person the least of these decides, as `states.counted` has it."""

PEOPLE = (
    "CASE WHEN r.merged_into_id IS NOT NULL THEN 0 "
    "WHEN NOT EXISTS (SELECT 1 FROM idea m WHERE m.merged_into_id = r.id) "
    "THEN (SELECT COUNT(*) FROM support s WHERE s.idea_id = r.id) "
    f"ELSE (SELECT COUNT(DISTINCT s.person_id) FROM support s WHERE s.idea_id IN {GROUP.format('r.id')}) END"
)
"""Distinct people behind one idea, as SQL: an idea alone has each of them once, and they need not be told apart."""


async def every() -> list[Joining]:
    """All merges there ever were, for a fold at any past moment."""
    return await _read("")


async def in_force() -> list[Joining]:
    """The merges of now."""
    return await _read("WHERE m.undone_at IS NULL")


async def _read(where: str) -> list[Joining]:
    rows = await db.rows(
        f"SELECT m.id, m.target_id, m.at, m.undone_at, t.idea_id FROM merge m JOIN merge_source t ON t.merge_id = m.id {where} "
        "ORDER BY m.id, t.idea_id"
    )
    found: dict[int, list[db.Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return [_joining(some) for some in found.values()]


def _joining(rows: Sequence[db.Row]) -> Joining:
    one = rows[0]
    return Joining(one["target_id"], tuple(row["idea_id"] for row in rows), one["at"], one["undone_at"])


async def joining(changed: Joined) -> None:
    """A merge or its undo: people behind each root that changed, each once; what is merged counts nobody itself."""
    ideas = changed.ideas
    odd = await _odd(ideas)
    counts = [
        (row["people"], row["people"] - odd[row["id"], SET_ASIDE], odd[row["id"], IN_DOUBT], row["id"])
        for row in await db.rows(
            f"SELECT r.id, {PEOPLE} AS people FROM idea r WHERE r.id IN ({db.marks(ideas)})", *ideas
        )
    ]
    await db.execute_many("UPDATE idea SET raw_votes = ?, supporters = ?, doubtful_votes = ? WHERE id = ?", counts)
    told = "support.parted" if changed.is_undo else "support.moved"
    await record(told, actor=None, subject=("merge", changed.merge_id))


async def _odd(ideas: Sequence[int]) -> Counter[tuple[int, int]]:
    """How many people behind each root have none but votes in doubt, and none but votes set aside.

    Few votes were ever doubted, so these are found from the ledger of doubts; to read the state of every vote would take
    the whole table through the cache while others wait to vote.
    """
    marks = db.marks(ideas)
    rows = await db.rows(
        "SELECT b.root, b.best, COUNT(*) AS n FROM (SELECT coalesce(i.merged_into_id, i.id) AS root, "
        f"MIN({BEST}) AS best FROM (SELECT DISTINCT person_id FROM doubt WHERE kind = 'support' AND subject_id IN ({marks})) d "
        f"JOIN support s ON s.person_id = d.person_id AND s.idea_id IN ({marks}) JOIN idea i ON i.id = s.idea_id "
        "GROUP BY coalesce(i.merged_into_id, i.id), s.person_id) b WHERE b.best > 0 GROUP BY b.root, b.best",
        *ideas,
        *ideas,
    )
    return Counter({(row["root"], row["best"]): row["n"] for row in rows})
