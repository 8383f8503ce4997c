"""What is read of points: somebody's balance, the month's budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ambassadors.points import calendar
from kernel import clock, db


@dataclass(frozen=True)
class Balance:
    """What somebody has: free to spend, put aside, and of the free ones how many end next, and when."""

    free: int = 0
    held: int = 0
    ends_next: int = 0
    ends_at: datetime | None = None
    owed: int = 0


@dataclass(frozen=True)
class Budget:
    """A month's points for everybody."""

    funded: int = 0
    given: int = 0

    @property
    def left(self) -> int:
        return self.funded - self.given

    @property
    def percent(self) -> float:
        """What is given, of a hundred."""
        return round(100 * self.given / self.funded, 1) if self.funded else 0


async def balance(person_id: int) -> Balance:
    """Read off the purse and the few lots that have not ended, however long the ledger is."""
    rows = await db.rows(
        "SELECT p.free, p.held, p.owed, l.remains, l.ends_at FROM point_purse p LEFT JOIN point_lot l "
        "ON l.person_id = p.person_id AND l.ends_at > ? AND l.remains > 0 WHERE p.person_id = ? ORDER BY l.ends_at",
        clock.now(),
        person_id,
    )
    if not rows:
        return Balance()
    first = rows[0]
    free = sum(row["remains"] or 0 for row in rows)
    return Balance(free, first["held"], first["remains"] or 0, first["ends_at"], first["owed"])


async def month() -> Budget:
    """This month's budget."""
    row = await db.row("SELECT funded, given FROM point_fund WHERE month_on = ?", calendar.this_month())
    return Budget(**row) if row else Budget()


async def past_months(before: date, *, most: int = 12) -> list[tuple[date, Budget]]:
    """Budgets of the months that are over, the newest first."""
    rows = await db.rows(
        "SELECT month_on, funded, given FROM point_fund WHERE month_on < ? AND (funded > 0 OR given > 0) "
        f"ORDER BY month_on DESC LIMIT {most}",
        before,
    )
    return [(row["month_on"], Budget(row["funded"], row["given"])) for row in rows]
