"""What is left of somebody's standing when their account is erased: nothing."""

from __future__ import annotations

from kernel import db


async def erased(person_id: int) -> None:
    """Measures, step, pace and what waited go with the person; what they did as staff stays done, by nobody."""
    for table in ("measure", "standing", "pace"):
        await db.execute(f"DELETE FROM {table} WHERE person_id = ?", person_id)
    for table in ("held", "held_edit"):
        await db.execute(f"DELETE FROM {table} WHERE author_id = ?", person_id)
    for table in ("measure", "held", "listed_word"):
        await db.execute(f"UPDATE {table} SET by_id = NULL WHERE by_id = ?", person_id)
    await db.execute("UPDATE person SET suspended_until = NULL WHERE id = ?", person_id)
