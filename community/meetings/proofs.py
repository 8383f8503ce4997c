"""Counts of seats beside a meeting, counted again from its answers."""

from __future__ import annotations

from community.meetings import places
from kernel import db


async def seats_taken(*, fix: bool = False) -> list[str]:
    """Seats that are taken, guests included."""
    return await _proved("coming", False, fix=fix)


async def seats_waited_for(*, fix: bool = False) -> list[str]:
    """Seats asked for by who waits."""
    return await _proved("waiting", True, fix=fix)


async def _proved(column: str, waiting: bool, *, fix: bool) -> list[str]:
    counted = (
        "(SELECT coalesce(sum(1 + r.guests), 0) FROM meeting_reply r "
        f"WHERE r.meeting_id = m.id AND r.is_waiting = ? AND {places.TAKEN})"
    )
    found = await db.rows(
        f"SELECT m.id, m.{column} AS kept, {counted} AS n FROM meeting m WHERE m.{column} <> {counted} ORDER BY m.id",
        waiting,
        waiting,
    )
    if fix and found:
        async with db.transaction():
            values = [(int(row["n"]), row["id"]) for row in found]
            await db.execute_many(f"UPDATE meeting SET {column} = ? WHERE id = ?", values)
    return [f"meeting {row['id']}: {row['kept']} {column} kept, {row['n']} counted" for row in found]
