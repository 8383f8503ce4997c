"""What casts, withdrawals and imports write alike: standing supports, lines of the ledger, counts of ideas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from ideas.board import trending
from kernel import db
from voting.ballots.models import Kind

Pairs = dict[tuple[int, int], datetime]
"""(idea, person) and since when."""
Line = tuple[int, int, Kind, int | None, datetime, datetime]
"""Of the ledger: idea, person, kind, by whom, given at, recorded at."""


async def add(pairs: Mapping[tuple[int, int], datetime]) -> Pairs:
    """Insert what does not stand yet, always in the same order so that no two wait for each other; gives back the new."""
    if not pairs:
        return {}
    places = ", ".join(["(?, ?, ?)"] * len(pairs))
    values = [value for pair, at in sorted(pairs.items()) for value in (*pair, at)]
    rows = await db.rows(
        f"INSERT INTO support (idea_id, person_id, at) VALUES {places} "
        "ON CONFLICT (idea_id, person_id) DO NOTHING RETURNING idea_id, person_id",
        *values,
    )
    return {(row["idea_id"], row["person_id"]): pairs[row["idea_id"], row["person_id"]] for row in rows}


async def remove(pairs: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take away what stands of some pairs of idea and person; gives back what did."""
    places = " OR ".join(["(idea_id = ? AND person_id = ?)"] * len(pairs))
    values = [value for pair in sorted(pairs) for value in pair]
    rows = await db.rows(f"DELETE FROM support WHERE {places} RETURNING idea_id, person_id", *values)
    return sorted((row["idea_id"], row["person_id"]) for row in rows)


async def write(lines: Sequence[Line]) -> None:
    """Append to the ledger."""
    await db.execute_many(
        "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) VALUES (?, ?, ?, ?, ?, ?)", lines
    )


async def count(changes: Counter[int]) -> dict[int, int]:
    """Add to the counts of ideas and keep their places in the order right; says how many support each then."""
    if not changes:
        return {}
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    rows = await db.rows(
        f"SELECT id, supporters, comments, created_at FROM idea WHERE id IN ({db.marks(list(changes))}) ORDER BY id{lock}",
        *changes,
    )
    after = {row["id"]: row["supporters"] + changes[row["id"]] for row in rows}
    await db.execute_many(
        "UPDATE idea SET supporters = supporters + ?, raw_votes = raw_votes + ?, trending = ? WHERE id = ?",
        [
            (
                changes[row["id"]],
                changes[row["id"]],
                trending.score(after[row["id"]], row["comments"], row["created_at"]),
                row["id"],
            )
            for row in rows
        ],
    )
    return after
