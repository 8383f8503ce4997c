"""How many messages everybody may read in a thread, kept beside it and beside its subject."""

from __future__ import annotations

from community.discussion import registry
from kernel import db


async def move(kind: str, number: int, change: int) -> None:
    """A message came or went; inside its transaction."""
    await db.execute(
        "UPDATE thread SET comments = comments + ? WHERE subject_kind = ? AND subject_id = ?", change, kind, number
    )
    await registry.kind_of(kind).counted(number, change)


async def of(kind: str, number: int) -> int:
    """What the heading of a thread says."""
    sql = "SELECT comments FROM thread WHERE subject_kind = ? AND subject_id = ?"
    return int(await db.value(sql, kind, number) or 0)
