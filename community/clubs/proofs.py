"""Counts kept beside clubs and topics, folded again from the rows they count."""

from __future__ import annotations

from kernel import db

_MEMBERS = "(SELECT count(*) FROM membership m WHERE m.club_id = t.id AND m.stands IS TRUE)"
_COMMENTS = "coalesce((SELECT h.comments FROM thread h WHERE h.subject_kind = 'topic' AND h.subject_id = t.id), 0)"


async def members(*, fix: bool = False) -> list[str]:
    """How many belong to each club."""
    return await _proved("club", "members", _MEMBERS, fix=fix)


async def comments(*, fix: bool = False) -> list[str]:
    """How many messages everybody of a club may read in each topic, as its thread counts them."""
    return await _proved("topic", "comments", _COMMENTS, fix=fix)


async def _proved(table: str, column: str, counted: str, *, fix: bool) -> list[str]:
    found = await db.rows(
        f"SELECT t.id, t.{column} AS kept, {counted} AS n FROM {table} t WHERE t.{column} <> {counted} ORDER BY t.id"
    )
    if fix and found:
        async with db.transaction():
            await db.execute_many(
                f"UPDATE {table} SET {column} = ? WHERE id = ?", [(row["n"], row["id"]) for row in found]
            )
    return [f"{table} {row['id']}: {row['kept']} {column} kept, {row['n']} counted" for row in found]
