"""Counts of what is taken of a stock, counted again from the claims that stand; and that no code is anybody's twice."""

from __future__ import annotations

from kernel import db

_STAND = "(SELECT count(*) FROM perk_claim c WHERE c.perk_id = k.id AND c.standing <> 'back')"


async def taken(*, fix: bool = False) -> list[str]:
    """How many of each counted stock stand."""
    found = await db.rows(
        f"SELECT k.id, k.taken AS kept, {_STAND} AS n FROM perk k WHERE k.stock IS NOT NULL AND k.taken <> {_STAND} "
        "ORDER BY k.id"
    )
    if fix and found:
        async with db.transaction():
            await db.execute_many("UPDATE perk SET taken = ? WHERE id = ?", [(row["n"], row["id"]) for row in found])
    return [f"perk {row['id']}: {row['kept']} taken kept, {row['n']} counted" for row in found]


async def codes(*, fix: bool = False) -> list[str]:
    """Every claim on a pool that stands has its code, and no code is held by one that went back; the latter are freed."""
    without = await db.rows(
        "SELECT c.id FROM perk_claim c JOIN perk k ON k.id = c.perk_id WHERE k.gives IN ('code', 'percent') "
        "AND k.code = '' AND c.standing <> 'back' AND NOT EXISTS (SELECT 1 FROM perk_code d WHERE d.claim_id = c.id) "
        "ORDER BY c.id LIMIT 1000"
    )
    kept = "SELECT d.id FROM perk_code d JOIN perk_claim c ON c.id = d.claim_id WHERE c.standing = 'back'"
    lost = await db.rows(f"{kept} ORDER BY d.id LIMIT 1000")
    if fix and lost:
        async with db.transaction():
            await db.execute(f"UPDATE perk_code SET claim_id = NULL, drawn_at = NULL WHERE id IN ({kept})")
    return [f"claim {row['id']}: no code" for row in without] + [f"code {row['id']}: held by nobody" for row in lost]
