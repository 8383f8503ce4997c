"""What batches note of somebody, when they erase their account."""

from __future__ import annotations

import asyncio

from kernel import db
from voting.movers import everything, shelf

BUSY = ("checking", "running", "undoing")


async def waits() -> bool:
    """Is a file being brought over? It may name whoever is to be erased."""
    return bool(await db.value(f"SELECT id FROM import_batch WHERE state IN ({db.marks(BUSY)}) LIMIT 1", *BUSY))


async def erased(person: int) -> None:
    """Nothing is to be taken back of what is theirs no more; inside the transaction of the erasure.

    Files of batches that are over, and the file of everything, may name them and go; either can be made again.
    """
    await db.execute("DELETE FROM import_row WHERE kind = 'person' AND thing_id = ?", person)
    await db.execute("DELETE FROM import_row WHERE kind = 'support' AND other_id = ?", person)
    await db.execute("UPDATE import_batch SET by_id = NULL WHERE by_id = ?", person)
    for row in await db.rows("SELECT id FROM import_batch WHERE state IN ('done', 'failed', 'undone') ORDER BY id"):
        await asyncio.to_thread(shelf.clear, row["id"], rows_too=True)
    everything.place().unlink(missing_ok=True)
    await db.execute("UPDATE import_mapping SET by_id = NULL WHERE by_id = ?", person)
