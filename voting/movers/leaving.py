"""What batches note of somebody, when they erase their account."""

from __future__ import annotations

from kernel import db


async def erased(person: int) -> None:
    """Nothing is to be taken back of what is theirs no more; inside the transaction of the erasure."""
    await db.execute("DELETE FROM import_row WHERE kind = 'person' AND thing_id = ?", person)
    await db.execute("DELETE FROM import_row WHERE kind = 'support' AND other_id = ?", person)
    await db.execute("UPDATE import_batch SET by_id = NULL WHERE by_id = ?", person)
    await db.execute("UPDATE import_mapping SET by_id = NULL WHERE by_id = ?", person)
