"""The count of entries beside a challenge, counted again."""

from __future__ import annotations

from kernel import db

_COUNTED = "(SELECT count(*) FROM challenge_entry e WHERE e.challenge_id = c.id AND e.withdrawn_at IS NULL)"


async def entries(*, fix: bool = False) -> list[str]:
    """How many designs stand in each challenge."""
    found = await db.rows(
        f"SELECT c.id, c.entries, {_COUNTED} AS n FROM challenge c WHERE c.entries <> {_COUNTED} ORDER BY c.id"
    )
    if fix and found:
        async with db.transaction():
            await db.execute_many("UPDATE challenge SET entries = ? WHERE id = ?", [(r["n"], r["id"]) for r in found])
    return [f"challenge {row['id']}: {row['entries']} entries kept, {row['n']} counted" for row in found]
