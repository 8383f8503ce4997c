"""What moderation did, in numbers that anybody may read: rounded, and withheld where they would point at somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from kernel import clock, db

LEAST = 5
"""Counts below this are not told; those above are rounded to a multiple of it."""
BASE = 20
"""Shares and medians of fewer than this are not told."""
MONTHS = 12


@dataclass(frozen=True)
class Told:
    """A count as it is told: nothing, `few`, or rounded."""

    few: bool
    count: int

    @property
    def drawn(self) -> int:
        return 0 if self.few else self.count


def told(count: int) -> Told:
    """None is told as none; a few as a few; the rest to the nearest five."""
    if 0 < count < LEAST:
        return Told(few=True, count=0)
    return Told(few=False, count=LEAST * round(count / LEAST))


def share(part: int, whole: int) -> float | None:
    """A part of a whole to the nearest twentieth; None where the whole, or one side of it, is too small to be told."""
    if whole < BASE or 0 < part < LEAST or 0 < whole - part < LEAST:
        return None
    return round(20 * part / whole) / 20


def middle(spans: Sequence[timedelta]) -> timedelta | None:
    """The median, in whole hours up to two days and whole days beyond; None for too few."""
    if len(spans) < BASE:
        return None
    found = median(span.total_seconds() for span in spans) / 3600
    return timedelta(hours=max(1, round(found))) if found < 48 else timedelta(days=round(found / 24))


@dataclass(frozen=True)
class Numbers:
    """The last twelve months, and the sums that their figures are drawn from."""

    months: list[date]
    by_rule: dict[str, list[Told]]
    sums: dict[str, Told]
    acts: dict[str, Told]
    measures: dict[str, Told]
    reports: dict[str, Told]
    first: timedelta | None
    appealed: timedelta | None
    reversed: float | None
    automated: float | None
    rulings: Told

    @property
    def is_empty(self) -> bool:
        return not (self.acts or self.reports)


def months_to(day: date) -> list[date]:
    """The first days of twelve months, the oldest first."""
    last = day.year * 12 + day.month - 1
    return [date((last - back) // 12, (last - back) % 12 + 1, 1) for back in range(MONTHS - 1, -1, -1)]


async def numbers() -> Numbers:
    """All of it, by six statements."""
    months = months_to(clock.today())
    since = datetime.combine(months[0], datetime.min.time(), tzinfo=clock.now().tzinfo)
    rows = await db.rows(
        "SELECT act, measure, rule, is_automated, opened_at, created_at, reversed_at, reverses_id FROM ruling "
        "WHERE created_at >= ? AND act <> 'gone'",
        since,
    )
    own = [row for row in rows if row["reverses_id"] is None]
    against = [row for row in own if row["act"] in ("hide", "remove", "edit") or row["measure"] != "none"]
    spans = [row["created_at"] - row["opened_at"] for row in own if row["opened_at"]]
    return Numbers(
        months=months,
        by_rule=_by_rule(own, months),
        sums={rule: told(count) for rule, count in Counter(row["rule"] for row in own).items()},
        acts={act: told(count) for act, count in Counter(str(row["act"]) for row in rows).items()},
        measures={m: told(n) for m, n in Counter(str(row["measure"]) for row in rows).items() if m != "none"},
        reports=await _reports(since),
        first=middle(spans),
        appealed=middle(await _appeals(since)),
        reversed=share(sum(row["reversed_at"] is not None for row in against), len(against)),
        automated=share(sum(row["is_automated"] for row in own), len(own)),
        rulings=told(len(rows)),
    )


def _by_rule(rows: Sequence[db.Row], months: Sequence[date]) -> dict[str, list[Told]]:
    counted = Counter((row["rule"], row["created_at"].date().replace(day=1)) for row in rows)
    names = [rule for rule, _count in Counter(row["rule"] for row in rows).most_common()]
    return {rule: [told(counted[rule, month]) for month in months] for rule in names}


async def _reports(since: datetime) -> dict[str, Told]:
    """Reports by what became of them."""
    rows = await db.rows(
        "SELECT CASE WHEN t.ruling_id IS NULL THEN 'open' WHEN u.act = 'gone' THEN 'gone' "
        "WHEN u.act IN ('hide', 'remove', 'edit') OR u.measure <> 'none' THEN 'upheld' ELSE 'left' END AS outcome, "
        "count(*) AS n FROM report t LEFT JOIN ruling u ON u.id = t.ruling_id WHERE t.created_at >= ? GROUP BY 1",
        since,
    )
    return {row["outcome"]: told(row["n"]) for row in rows}


async def _appeals(since: datetime) -> list[timedelta]:
    rows = await db.rows(
        "SELECT created_at, decided_at FROM appeal WHERE created_at >= ? AND decided_at IS NOT NULL", since
    )
    return [row["decided_at"] - row["created_at"] for row in rows]
