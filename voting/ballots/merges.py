"""Merges as the ledger of support folds them, and what one of them does to counts, inside its own transaction."""

from __future__ import annotations

from collections.abc import Sequence

from ideas.board.registry import Joined
from kernel import db
from kernel.events import record
from voting.ballots.ledger import Joining

GROUP = (
    "(SELECT CAST({0} AS INTEGER) UNION ALL SELECT of_group.id FROM idea of_group WHERE of_group.merged_into_id = {0})"
)
"""The ideas whose supports count for one, as SQL."""

BEST = "CASE s.state WHEN 'valid' THEN 0 WHEN 'doubtful' THEN 1 ELSE 2 END"
"""Of several votes of one person the least of these decides, as `states.counted` has it."""


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
    """A merge or its undo: people behind each root that changed, each once, by one query; what is merged counts nobody itself."""
    ideas = changed.ideas
    rows = await db.rows(
        "SELECT b.root, COUNT(*) AS n, SUM(CASE WHEN b.best < 2 THEN 1 ELSE 0 END) AS valid, "
        "SUM(CASE WHEN b.best = 1 THEN 1 ELSE 0 END) AS doubtful FROM (SELECT coalesce(i.merged_into_id, i.id) AS root, "
        f"MIN({BEST}) AS best FROM idea i JOIN support s ON s.idea_id = i.id WHERE i.id IN ({db.marks(ideas)}) "
        "GROUP BY coalesce(i.merged_into_id, i.id), s.person_id) b GROUP BY b.root",
        *ideas,
    )
    people = {row["root"]: (row["n"], row["valid"], row["doubtful"]) for row in rows}
    await db.execute_many(
        "UPDATE idea SET raw_votes = ?, supporters = ?, doubtful_votes = ? WHERE id = ?",
        [(*people.get(idea, (0, 0, 0)), idea) for idea in ideas],
    )
    told = "support.parted" if changed.is_undo else "support.moved"
    await record(told, actor=None, subject=("merge", changed.merge_id))
