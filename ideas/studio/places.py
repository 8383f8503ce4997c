"""What is counted of a design, and its place among the trending that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ideas.board import trending
from ideas.studio import queries
from kernel import db

COUNTS = ("remixes", "comments", "preorders")


async def adjust(design_id: int, **changes: int) -> None:
    """Add to a design's counts and keep its place; inside a transaction."""
    added = [name for name in COUNTS if changes.get(name)]
    if added:
        sets = ", ".join(f"{name} = {name} + ?" for name in added)
        await db.execute(f"UPDATE design SET {sets} WHERE id = ?", *(changes[name] for name in added), design_id)
        await rank([design_id])


async def rank(design_ids: Sequence[int]) -> None:
    """Put designs where their counts place them, as when their scores come to be shown or hidden; inside a transaction."""
    await hold(design_ids)
    secret, values = queries.secret()
    found = await db.rows(
        f"SELECT d.id, d.scores, d.wishes, d.comments, d.remixes, d.published_at, {secret} AS is_secret FROM design d "
        f"WHERE d.id IN ({db.marks(design_ids)}) AND d.published_at IS NOT NULL",
        *values,
        *design_ids,
    )
    await db.execute_many("UPDATE design SET trending = ? WHERE id = ?", [(place(row), row["id"]) for row in found])


async def hold(design_ids: Sequence[int]) -> None:
    """Keep designs from other writers until this transaction ends; to be done before anything they stand in is kept."""
    if design_ids and not db.on_sqlite():
        marks = db.marks(design_ids)
        await db.rows(f"SELECT id FROM design WHERE id IN ({marks}) ORDER BY id FOR NO KEY UPDATE", *design_ids)


def place(row: Mapping[str, Any]) -> float:
    """Where a row of counts stands; scores that nobody may see have no part in it, or the order would tell of them."""
    scores, wishes = (0, 0) if row["is_secret"] else (row["scores"], row["wishes"])
    return standing(scores, wishes, row["comments"], row["remixes"], row["published_at"])


def standing(scores: int, wishes: int, comments: int, remixes: int, published_at: datetime) -> float:
    """A design's place among the trending: as an idea's, whose supporters are those who scored or would buy."""
    return trending.score(scores + wishes, comments + 2 * remixes, published_at)
