"""A designer's account month by month: what it began with, each line, what it ended with; and the word that a month is over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kernel import clock, db, i18n
from kernel.events import record
from kernel.features import the_house

CLOSED = "royalties.closed"
"""Where the site remembers the last month whose statements were announced."""


@dataclass(frozen=True)
class Line:
    """One line of the ledger as its owner reads it, and what the account held after it."""

    at: datetime
    kind: str
    amount: int
    balance: int
    title: str
    url: str
    reference: str


@dataclass(frozen=True)
class Statement:
    """One month in one currency."""

    currency: str
    opening: int
    lines: list[Line]

    @property
    def closing(self) -> int:
        return self.opening + sum(line.amount for line in self.lines)

    @property
    def earned(self) -> int:
        """Without what was paid out."""
        return sum(line.amount for line in self.lines if line.kind != "paid")


def month_of(text: str) -> date | None:
    """`2026-11` as its first day; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def month_after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def this_month() -> date:
    """The month that it is where the brand is, by its first day."""
    return clock.today().replace(day=1)


def bounds(first: date) -> tuple[datetime, datetime]:
    """When a month begins and ends in the brand's zone."""
    zone = i18n.timezone(the_house().settings.zone)
    begins, ends = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, month_after(first)))
    return begins.astimezone(UTC), ends.astimezone(UTC)


async def months(person_id: int) -> list[date]:
    """The months in which something happened, the newest first."""
    zone = i18n.timezone(the_house().settings.zone)
    rows = await db.rows("SELECT at FROM royalty WHERE person_id = ?", person_id)
    return sorted({row["at"].astimezone(zone).date().replace(day=1) for row in rows}, reverse=True)


async def statements(person_id: int, first: date) -> list[Statement]:
    """A month of somebody's account, a statement for each currency in which anything ever happened."""
    begins, ends = bounds(first)
    before = await db.rows(
        "SELECT currency, sum(CASE WHEN at < ? THEN amount ELSE 0 END) AS held FROM royalty "
        "WHERE person_id = ? AND at < ? GROUP BY currency ORDER BY currency",
        begins,
        person_id,
        ends,
    )
    rows = await db.rows(
        "SELECT r.at, r.kind, r.amount, r.currency, coalesce(d.title, '') AS title, coalesce(d.id, 0) AS design, "
        "CASE WHEN r.kind = 'paid' THEN r.reference ELSE coalesce(o.reference, '') END AS reference FROM royalty r "
        "LEFT JOIN design d ON d.id = r.design_id LEFT JOIN shop_order o ON o.id = r.order_id "
        "WHERE r.person_id = ? AND r.at >= ? AND r.at < ? ORDER BY r.at, r.id",
        person_id,
        begins,
        ends,
    )
    return [_statement(row["currency"], int(row["held"]), rows) for row in before]


def _statement(currency: str, opening: int, rows: list[db.Row]) -> Statement:
    lines, held = [], opening
    for row in rows:
        if row["currency"] == currency:
            held += row["amount"]
            url = f"/designs/{row['design']}" if row["design"] else ""
            lines.append(Line(row["at"], row["kind"], row["amount"], held, row["title"], url, row["reference"]))
    return Statement(currency, opening, lines)


async def balances(person_id: int) -> list[tuple[str, int]]:
    """What somebody is owed now, by currency."""
    rows = await db.rows(
        "SELECT currency, sum(amount) AS held FROM royalty WHERE person_id = ? GROUP BY currency ORDER BY currency",
        person_id,
    )
    return [(row["currency"], int(row["held"])) for row in rows]


async def close_month() -> None:
    """Say once, when a month is over, that its statements are there; of several workers one does."""
    this = this_month()
    last = (this - timedelta(days=1)).replace(day=1)
    begins, ends = bounds(last)
    text = last.isoformat()[:7]
    async with db.transaction(quiet=True):
        if not await _claimed(text):
            return
        rows = await db.rows(
            "SELECT person_id, currency, sum(amount) AS amount FROM royalty WHERE kind <> 'paid' AND at >= ? AND at < ? "
            "GROUP BY person_id, currency ORDER BY person_id, currency",
            begins,
            ends,
        )
        for row in rows:
            about = ("person", row["person_id"])
            told = {"month": text, "amount": int(row["amount"]), "currency": row["currency"]}
            await record("royalty.closed", actor=None, subject=about, **told)


async def _claimed(month: str) -> bool:
    """Is this the first time that anybody closes this month, or a later one than before?"""
    return bool(
        await db.rows(
            "INSERT INTO site_setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
            "WHERE site_setting.value < excluded.value RETURNING key",
            CLOSED,
            json.dumps(month),
        )
    )
