"""Orders out of the database as arrays, in one currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kernel import db
from voting.value import cells
from voting.value.summary import History, histories

EPOCH = date(1970, 1, 1).toordinal()
CHUNK = 20_000


@dataclass(frozen=True)
class Bought:
    """Everybody's purchases by a day; `customers` are the ids behind `history.customer`'s indices."""

    history: History
    currency: str
    currencies: tuple[str, ...]
    without_rate: tuple[str, ...]
    orders: int

    @property
    def customer_ids(self) -> NDArray[np.int64]:
        return self.history.customer


async def newest_day(*, until: date) -> date | None:
    """The day of the last order that is not in the future."""
    order = "SELECT placed_at FROM customer_order WHERE " + _day_sql("<=") + " ORDER BY placed_at DESC LIMIT 1"
    found = await db.value(order, until.toordinal() - EPOCH)
    return found.date() if found else None


async def bought(*, as_of: date, currency: str, rates: Mapping[str, float]) -> Bought:
    """Purchases up to a day, in the orders' own currency when there is only one, else in `currency` by the rates.

    Orders in a currency without a rate are left out and named.
    """
    until = as_of.toordinal() - EPOCH
    sums = await db.rows(
        f"SELECT currency, COUNT(*) AS orders FROM customer_order WHERE {_day_sql('<=')} GROUP BY currency ORDER BY currency",
        until,
    )
    found = tuple(row["currency"] for row in sums)
    target = found[0] if len(found) == 1 else currency
    factors = {code: _factor(code, target, rates) for code in found}
    customer, day, amount = await _read(until, factors)
    history = histories(customer, day, amount, as_of=until)
    lost = tuple(code for code, factor in factors.items() if factor is None)
    return Bought(history, target, found, lost, len(customer))


def _factor(code: str, target: str, rates: Mapping[str, float]) -> float | None:
    """What turns minor units of a currency into whole units of the target."""
    rate = 1.0 if code == target else rates.get(code)
    return None if rate is None else rate / 10 ** (cells.precision(code) or 0)


def _day_sql(compares: str) -> str:
    return f"{_day('placed_at')} {compares} ?"


def _day(column: str) -> str:
    """Whole days since 1970, UTC."""
    if db.on_sqlite():
        return f"CAST(julianday(substr({column}, 1, 10)) - 2440587.5 AS INTEGER)"
    return f"(({column} AT TIME ZONE 'UTC')::date - DATE '1970-01-01')"


async def _read(
    until: int, factors: Mapping[str, float | None]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    customers: list[NDArray[np.int64]] = []
    days: list[NDArray[np.int64]] = []
    amounts: list[NDArray[np.float64]] = []
    last = 0
    sql = (
        f"SELECT id, customer_id, {_day('placed_at')} AS day, amount, currency FROM customer_order "
        f"WHERE id > ? AND {_day_sql('<=')} ORDER BY id LIMIT {CHUNK}"
    )
    while rows := await db.rows(sql, last, until):
        last = rows[-1]["id"]
        kept = [(row, factor) for row in rows if (factor := factors[row["currency"]]) is not None]
        customers.append(np.array([row["customer_id"] for row, _ in kept], dtype=np.int64))
        days.append(np.array([row["day"] for row, _ in kept], dtype=np.int64))
        amounts.append(np.array([row["amount"] * factor for row, factor in kept], dtype=float))
    if not customers:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    return np.concatenate(customers), np.concatenate(days), np.concatenate(amounts)
