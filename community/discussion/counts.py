"""How many messages everybody may read in a thread, kept beside it and beside its subject."""

from __future__ import annotations

from community.discussion import registry
from kernel import db
from kernel.viewer import Viewer


async def move(kind: str, number: int, change: int) -> None:
    """A message came or went; inside its transaction."""
    await db.execute(
        "UPDATE thread SET comments = comments + ? WHERE subject_kind = ? AND subject_id = ?", change, kind, number
    )
    await registry.kind_of(kind).counted(number, change)


async def of(viewer: Viewer, kind: str, number: int) -> int:
    """What the heading of a thread says."""
    numbers = (await registry.gathering(viewer, kind, number)).numbers
    sql = f"SELECT sum(comments) FROM thread WHERE subject_kind = ? AND subject_id IN ({db.marks(numbers)})"
    return int(await db.value(sql, kind, *numbers) or 0)
