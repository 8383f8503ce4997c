"""What the product team reads of points: all of them together, who funded what, what each rule gave, and rules that meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ambassadors.points.registry import Earning, earnings
from ambassadors.points.rulebook import Ruled
from kernel import db


@dataclass(frozen=True)
class Whole:
    """All points there ever were: what was funded is what is left of months, what people have, and where the rest went."""

    funded: int
    left: int
    free: int
    held: int
    spent: int
    ended: int
    owed: int

    @property
    def outstanding(self) -> int:
        return self.free + self.held


@dataclass(frozen=True)
class Funding:
    """That somebody put points into a month, or took some out."""

    at: datetime
    month_on: date
    amount: int
    reason: str
    name: str
    handle: str


@dataclass(frozen=True)
class Given:
    """What a rule came to in a month."""

    kind: str
    times: int
    given: int
    missed: int


async def whole() -> Whole:
    row = await db.row(
        "SELECT coalesce(sum(free), 0) AS free, coalesce(sum(held), 0) AS held, coalesce(sum(spent), 0) AS spent, "
        "coalesce(sum(expired), 0) AS ended, coalesce(sum(owed), 0) AS owed FROM point_purse"
    )
    fund = await db.row(
        "SELECT coalesce(sum(funded), 0) AS funded, coalesce(sum(funded - given), 0) AS remains FROM point_fund"
    )
    purses = {name: int(value) for name, value in (row or {}).items()}
    return Whole(funded=int((fund or {})["funded"]), left=int((fund or {})["remains"]), **purses)


async def fundings() -> list[Funding]:
    """The newest first."""
    rows = await db.rows(
        "SELECT e.at, f.month_on, p.amount, e.reason, coalesce(w.name, '') AS name, coalesce(w.handle, '') AS handle "
        "FROM point_entry e JOIN point_fund f ON f.id = e.fund_id JOIN point_posting p ON p.entry_id = e.id "
        "LEFT JOIN person w ON w.id = e.by_id WHERE e.act = 'funded' AND p.account = 'fund' ORDER BY e.id DESC LIMIT 60"
    )
    return [Funding(**row) for row in rows]


async def by_kind(month: date) -> dict[str, Given]:
    """Of a month what each rule gave, and what it could not give for the budget's sake."""
    rows = await db.rows(
        "SELECT a.kind, count(*) AS times, sum(a.amount) AS given, "
        "sum(CASE WHEN a.short = 'budget' THEN a.due - a.amount ELSE 0 END) AS missed FROM point_award a "
        "JOIN point_fund f ON f.id = a.fund_id WHERE f.month_on = ? AND a.reversed_at IS NULL GROUP BY a.kind",
        month,
    )
    return {row["kind"]: Given(row["kind"], row["times"], int(row["given"]), int(row["missed"])) for row in rows}


def twice(rules: Mapping[str, Ruled]) -> list[tuple[Earning, Earning]]:
    """Rules in force that follow the same event: only the one that gives more pays."""
    live = [one for one in earnings() if one.kind in rules and rules[one.kind].amount]
    return [
        (one, other)
        for place, one in enumerate(live)
        for other in live[place + 1 :]
        if set(one.events) & set(other.events)
    ]
