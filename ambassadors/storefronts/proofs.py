"""Counts of what is gathered, folded again from the pre-orders that stand."""

from __future__ import annotations

from kernel import db

_PIECES = (
    "(SELECT coalesce(sum(w.quantity), 0) FROM preorder w JOIN offer o ON o.id = w.offer_id "
    "WHERE w.state = 'confirmed' AND {})"
)


async def gathered_by_offers(*, fix: bool = False) -> list[str]:
    """Confirmed pieces of each offer."""
    return await _proved("offer", "gathered", _PIECES.format("o.id = t.id"), fix=fix)


async def preorders_of_designs(*, fix: bool = False) -> list[str]:
    """Confirmed pieces of each design."""
    return await _proved("design", "preorders", _PIECES.format("o.design_id = t.id"), fix=fix)


async def _proved(table: str, column: str, counted: str, *, fix: bool) -> list[str]:
    found = await db.rows(
        f"SELECT t.id, t.{column} AS kept, {counted} AS n FROM {table} t WHERE t.{column} <> {counted} ORDER BY t.id"
    )
    if fix and found:
        async with db.transaction():
            values = [(int(row["n"]), row["id"]) for row in found]
            await db.execute_many(f"UPDATE {table} SET {column} = ? WHERE id = ?", values)
    return [f"{table} {row['id']}: {row['kept']} {column} kept, {row['n']} counted" for row in found]
