"""What each kind of doing pays: rules that staff date, whose earlier versions stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kernel import clock, db


@dataclass(frozen=True)
class Ruled:
    """A rule as it stands, or stood."""

    kind: str
    amount: int
    month_cap: int | None
    from_at: datetime
    reason: str = ""
    by_id: int | None = None


_RULE = "SELECT kind, amount, month_cap, from_at, reason, by_id FROM point_rule "


async def in_force(kind: str) -> Ruled | None:
    """The rule of a kind today; None where nobody ever wrote one."""
    row = await db.row(
        f"{_RULE} WHERE kind = ? AND from_at <= ? ORDER BY from_at DESC, id DESC LIMIT 1", kind, clock.now()
    )
    return Ruled(**row) if row else None


async def standing() -> dict[str, Ruled]:
    """All rules of today, by kind."""
    rows = await db.rows(f"{_RULE} WHERE from_at <= ? ORDER BY from_at, id", clock.now())
    return {row["kind"]: Ruled(**row) for row in rows}


async def versions() -> list[Ruled]:
    """Every rule there ever was or is to come, the newest first."""
    return [Ruled(**row) for row in await db.rows(f"{_RULE} ORDER BY from_at DESC, id DESC LIMIT 500")]


async def coming() -> dict[str, Ruled]:
    """By kind the next rule that is dated and does not hold yet."""
    rows = await db.rows(f"{_RULE} WHERE from_at > ? ORDER BY from_at DESC, id", clock.now())
    return {row["kind"]: Ruled(**row) for row in rows}
