"""Codes of a perk: each is drawn once, by whoever comes first, and goes back only as long as nobody has seen it."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import clock, db

LONGEST = 100
FEW = 10
_FREE = "SELECT id FROM perk_code WHERE perk_id = ? AND claim_id IS NULL ORDER BY id LIMIT 1"
_DRAW = f"UPDATE perk_code SET claim_id = ?, drawn_at = ? WHERE id = ({_FREE}{{lock}}) RETURNING id"


async def draw(perk_id: int, claim_id: int) -> bool:
    """Give a claim the next free code; False when there is none left. Inside a transaction.

    On PostgreSQL codes that others are drawing are stepped over; where all that is left is in their hands, what becomes
    of them is waited for. SQLite has one writer at a time.
    """
    for lock in ("",) if db.on_sqlite() else (" FOR UPDATE SKIP LOCKED", " FOR UPDATE"):
        if await db.rows(_DRAW.format(lock=lock), claim_id, clock.now(), perk_id):
            return True
    return False


async def put_back(claim_id: int) -> None:
    """A code that was never seen is free again. Inside a transaction."""
    await db.execute("UPDATE perk_code SET claim_id = NULL, drawn_at = NULL WHERE claim_id = ?", claim_id)


async def code_of(claim_id: int) -> str:
    """The code of a claim; whoever asks has made sure that it is for the reader."""
    found = await db.value("SELECT code FROM perk_code WHERE claim_id = ?", claim_id)
    return str(found or await db.value(_COMMON, claim_id) or "")


_COMMON = "SELECT k.code FROM perk_claim c JOIN perk k ON k.id = c.perk_id WHERE c.id = ?"


async def few(perk_ids: Sequence[int]) -> dict[int, int]:
    """How many codes are free, counted to ten and one: what lists show, however many there are."""
    rows = await db.rows(
        "SELECT k.id, (SELECT count(*) FROM (SELECT 1 FROM perk_code c WHERE c.perk_id = k.id AND c.claim_id IS NULL "
        f"LIMIT {FEW + 1}) q) AS free FROM perk k WHERE k.id IN ({db.marks(perk_ids)})",
        *perk_ids,
    )
    return {row["id"]: row["free"] for row in rows}


async def counts(perk_id: int) -> tuple[int, int]:
    """Codes there are, and those of them that are free: what staff see."""
    row = await db.row(
        "SELECT count(*) AS held, count(*) - count(claim_id) AS free FROM perk_code WHERE perk_id = ?", perk_id
    )
    return (int(row["held"]), int(row["free"])) if row else (0, 0)


async def add(perk_id: int, codes: Sequence[str]) -> set[str]:
    """Put codes that differ into a pool; says which of them are new. Inside a transaction."""
    if not codes:
        return set()
    now = clock.now()
    rows = await db.rows(
        f"INSERT INTO perk_code (perk_id, code, added_at) VALUES {', '.join(['(?, ?, ?)'] * len(codes))} "
        "ON CONFLICT (code) DO NOTHING RETURNING code",
        *(value for code in codes for value in (perk_id, code, now)),
    )
    return {row["code"] for row in rows}


async def elsewhere(perk_id: int, codes: Sequence[str]) -> set[str]:
    """Those of the codes that stand behind another perk."""
    sql = f"SELECT code FROM perk_code WHERE perk_id <> ? AND code IN ({db.marks(codes)})"
    return {row["code"] for row in await db.rows(sql, perk_id, *codes)} if codes else set()
