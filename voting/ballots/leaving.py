"""What becomes of somebody's ballots when their account is erased."""

from __future__ import annotations

from kernel import db

_RUNNING = "SELECT id FROM ballot WHERE state IN ('announced', 'open')"


async def erased(person_id: int) -> None:
    """Who has not voted in a running ballot is no elector of it any more; what was answered stays, and names nobody.

    Inside the transaction of the erasure; a secret ballot names nobody anyhow.
    """
    rows = await db.rows(
        f"DELETE FROM elector WHERE person_id = ? AND cast_at IS NULL AND ballot_id IN ({_RUNNING}) RETURNING ballot_id",
        person_id,
    )
    await db.execute_many(
        "UPDATE ballot SET electors = electors - 1 WHERE id = ?", sorted((row["ballot_id"],) for row in rows)
    )
    for table in ("ballot_answer", "ballot_pick"):
        await db.execute(f"UPDATE {table} SET holder = NULL WHERE holder = ?", str(person_id))
