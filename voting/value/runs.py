"""Making a worth run: every customer valued at a date, added beside the runs before it."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kernel import clock, db, site
from kernel.errors import Problem
from kernel.events import record
from kernel.i18n import gettext as _
from voting.value import cells, fits, groups
from voting.value.history import Bought, bought, newest_day
from voting.value.segments import score
from voting.value.settings import WorthSettings
from voting.value.summary import History
from voting.value.worth import Worths, spend_rate, worths

Amounts = NDArray[np.float64]


async def make(*, as_of: date | None = None) -> int:
    """Value every customer as of a day: that of the newest order, unless one is given. Says the run's number."""
    settings, today = WorthSettings(), clock.today()
    if as_of is not None and as_of > today:
        raise Problem(_("Worth cannot be reckoned as of a day to come: %(day)s.") % {"day": as_of.isoformat()})
    day = as_of or await newest_day(until=today) or today
    currency = settings.worth_currency or (await site.current()).currency
    found = await bought(as_of=day, currency=currency, rates=settings.worth_rates)
    values = await asyncio.to_thread(_value, found, settings)
    return await _keep(found, values, day=day, settings=settings)


def _value(found: Bought, settings: WorthSettings) -> Worths:
    """The models, or the simple rule where a currency has no rate and a fit would be wrong."""
    horizon, discount = settings.worth_horizon_weeks, settings.worth_discount_rate
    if not found.without_rate:
        return worths(found.history, horizon=horizon, yearly_discount=discount)
    rate = spend_rate(found.history, horizon=horizon)
    return Worths(rate, "spend_rate", "rates_missing", len(found.without_rate), horizon, discount)


async def _keep(found: Bought, values: Worths, *, day: date, settings: WorthSettings) -> int:
    minor = 10 ** (cells.precision(found.currency) or 0)
    amounts = values.worth * minor
    default = settings.worth_default_minor
    if default is None:
        default = round(float(np.median(amounts))) if len(amounts) else 0
    notes = {"currencies": found.currencies, "without_rate": found.without_rate, "orders": found.orders}
    history = {"refunds": found.history.refunds, "orphans": found.history.orphans}
    fit = {**fits.kept(values), **notes, **history}
    async with db.transaction():
        run_id = await db.value(
            "INSERT INTO worth_run (as_of, method, reason, currency, customers, horizon_weeks, discount_rate, "
            "default_worth, fit, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            day,
            values.method,
            values.reason or "",
            found.currency,
            len(found.history.customer),
            values.horizon,
            values.yearly_discount,
            default,
            json.dumps(fit),
            clock.now(),
        )
        rows = await _rows(int(run_id), found.history, amounts, modelled=values.purchases is not None, default=default)
        await db.execute_many(
            "INSERT INTO worth (run_id, customer_id, amount, source, rfm, x, t_x, t, mean_spend) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        await groups.first_ones()
        await record("worth.reckoned", actor=None, subject=("worth_run", int(run_id)), as_of=day.isoformat())
    return int(run_id)


async def _rows(
    run_id: int, history: History, amounts: Amounts, *, modelled: bool, default: int
) -> list[tuple[Any, ...]]:
    """A row for each customer: stated value first, then the model or rule, then the default."""
    rfm = score(history.age - history.recency, history.repeats + 1, history.total).names
    where = {int(customer): index for index, customer in enumerate(history.customer)}
    columns = [column.tolist() for column in (amounts, history.repeats, history.recency, history.age, history.spend)]
    rows: list[tuple[Any, ...]] = []
    for customer in await db.rows("SELECT id, stated_value FROM customer ORDER BY id"):
        at, stated = where.get(customer["id"]), customer["stated_value"]
        if at is None:
            amount, source = (float(default), "default")
            known: tuple[Any, ...] = ("", 0, 0.0, 0.0, None)
        else:
            amount, source = columns[0][at], "model" if modelled else "rule"
            x, t_x, age, spend = (column[at] for column in columns[1:])
            known = (rfm[at], x, t_x, age, spend if x else None)
        if stated is not None:
            amount, source = float(stated), "stated"
        rows.append((run_id, customer["id"], amount, source, *known))
    return rows
