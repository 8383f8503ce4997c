"""What becomes of somebody's messages and thanks when their account is erased."""

from __future__ import annotations

from collections import Counter

from community.discussion import counts
from community.privacy import leaving
from community.trust import holding
from kernel import clock, db
from kernel.events import record_all


async def erased(person_id: int) -> None:
    """Words they took back are gone with their earlier editions; thanks are taken off. Inside the transaction of the erasure."""
    rows = await db.rows("DELETE FROM reaction WHERE person_id = ? RETURNING comment_id", person_id)
    await db.execute_many(
        "UPDATE comment SET reactions = reactions - 1 WHERE id = ?", sorted((row["comment_id"],) for row in rows)
    )
    await db.execute(
        "DELETE FROM comment_version WHERE comment_id IN (SELECT id FROM comment WHERE author_id = ?)", person_id
    )
    if await leaving.wanted(person_id, "talk") == "remove":
        await _taken_back(person_id)


async def _taken_back(person_id: int) -> None:
    rows = await db.rows(
        "SELECT c.id, c.is_internal, c.hidden_at, t.subject_kind, t.subject_id FROM comment c "
        "JOIN thread t ON t.id = c.thread_id WHERE c.author_id = ? AND c.deleted_at IS NULL ORDER BY c.id",
        person_id,
    )
    now = clock.now()
    await db.execute("UPDATE comment SET body = '' WHERE author_id = ?", person_id)
    await db.execute("UPDATE comment SET deleted_at = ? WHERE author_id = ? AND deleted_at IS NULL", now, person_id)
    gone = Counter(
        (r["subject_kind"], r["subject_id"]) for r in rows if not r["is_internal"] and r["hidden_at"] is None
    )
    for (kind, number), count in sorted(gone.items()):
        await counts.move(kind, number, -count)
    await holding.gone("comment", [row["id"] for row in rows if row["hidden_at"]])
    await record_all("comment.deleted", [(None, ("comment", row["id"])) for row in rows])
