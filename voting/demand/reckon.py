"""Reckoning: every figure of every idea, from the database as it is now; and keeping them for the console."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np

from kernel import clock, db
from voting.demand import accounts, bases, figures, marks
from voting.demand.accounts import Accounts, Floats
from voting.demand.figures import Figures
from voting.demand.queries import Stored as Stored
from voting.demand.queries import by_rank
from voting.demand.queries import latest as latest
from voting.demand.readings import Readings, read
from voting.demand.results import Columns, columns_of, data, ranked
from voting.demand.results import IdeaFigures as IdeaFigures
from voting.demand.results import Interval as Interval
from voting.demand.results import Reckoned as Reckoned
from voting.demand.voices import Ints
from voting.value.methods import POLICIES, Policy

KEPT = 2
"""Reckonings that stay, the newest among them."""
BATCH = 5_000
THREADS = 2
"""Demand and boards worked on at once: the arithmetic leaves the interpreter to others, and each holds draws of its own."""


async def current(policy: Policy) -> Reckoned:
    """The figures of this moment under one policy: those kept last while nothing has changed since, else reckoned now."""
    stored = await latest()
    if stored is None or not await stands(stored):
        return await reckon([policy])
    return _of_stored(stored, policy, await by_rank(stored.id, policy, limit=None))


async def stands(stored: Stored) -> bool:
    """Has nothing changed since these figures were reckoned?"""
    return stored.notes.get("mark") is not None and stored.notes["mark"] == await marks.now()


async def reckon(policies: Sequence[Policy] = POLICIES) -> Reckoned:
    """Everything anew; `policies` are those whose demand is wanted."""
    readings = await read()
    return await asyncio.to_thread(reckon_from, readings, policies)


def reckon_from(readings: Readings, policies: Sequence[Policy] = POLICIES) -> Reckoned:
    """The same from what was read: no database."""
    found = accounts.gather(readings)
    with ThreadPoolExecutor(THREADS) as pool:
        weighed = pool.submit(_weighed, readings, found, policies)
        shares, notes = _shares(readings, found, pool)
    several = weighed.result()
    return Reckoned(
        as_of=readings.today,
        window_days=readings.window_days,
        worth_run_id=readings.run.id if readings.run else None,
        worth_as_of=readings.run.as_of if readings.run else None,
        currency=readings.currency,
        default_worth=readings.default_worth,
        segments=[(segment.slug, segment.name) for segment in readings.segments],
        notes={
            "mark": readings.mark,
            "boards": notes,
            "doubtful": "counted" if readings.counts_doubtful else "left out",
            "doubtful_left_out": int(readings.leaves_doubtful.sum()),
            "accounts": len(found.customer),
            "unknown": len(found.customer) - found.known,
            "customers": len(readings.customers),
            "default_worth": readings.default_worth,
            "default_from": readings.default_from,
            "worth_as_of": readings.run.as_of.isoformat() if readings.run else None,
            "worth": "run" if readings.run else "none",
        },
        columns=_columns(readings, found, several, shares, policies),
    )


def _weighed(readings: Readings, found: Accounts, policies: Sequence[Policy]) -> dict[Policy, Figures]:
    drawn = accounts.drawn_worths(readings, found)
    return figures.under(found.supports, drawn, policies=policies, cap=readings.cap)


def _shares(readings: Readings, found: Accounts, pool: Executor) -> tuple[Floats, dict[str, Any]]:
    """Share, its ends and the band's by heads, then by worth `(ideas, 10)`, NaN where a board's voices are too few."""
    table = np.full((len(readings.ideas), 10), np.nan)
    notes: dict[str, Any] = {}
    for board in bases.reckon(readings, found, pool):
        notes[str(board.board)] = {"name": readings.boards[board.board], **board.note}
        for told, first in ((board.shares, 0), (board.by_worth, 5)):
            if told is not None:
                ends = [told.share, told.low, told.high, told.band_low, told.band_high]
                table[board.rows, first : first + 5] = np.stack(ends, axis=1)
    return table, notes


def _columns(
    readings: Readings, found: Accounts, several: dict[Policy, Figures], shares: Floats, policies: Sequence[Policy]
) -> Columns:
    count = np.diff(found.supports.indptr)
    people = found.people + readings.doubtful * readings.leaves_doubtful
    counts = {
        "people": people,
        "accounts": count,
        "unknown": count - np.diff(found.supports[:, : found.known].tocsr().indptr),
        "raw_votes": people + readings.aside,
        "valid_votes": people,
        "doubtful_votes": readings.doubtful,
        "board": readings.board,
        "trend_30d": _trend(readings),
    }
    worth = several["linear"]
    return Columns(
        idea=readings.ideas,
        counts=counts,
        value=_ends(worth),
        demand={policy: _ends(several[policy]) for policy in policies},
        shares=shares,
        by_segment=figures.by_groups(found.supports, worth.parts, accounts.in_segments(readings, found)),
        further=readings.further,
    )


def _ends(told: Figures) -> Floats:
    return np.stack([told.point, told.low, told.high], axis=1)


def _trend(readings: Readings) -> Ints:
    place, net = accounts.in_sight(readings, readings.trend)
    return np.bincount(place, weights=net, minlength=len(readings.ideas)).astype(np.int64)


async def store(reckoned: Reckoned) -> int:
    """Keep a reckoning for whoever reads figures, and forget all but the last two; says its number."""
    rows = await asyncio.to_thread(_rows, reckoned)
    async with db.transaction():
        number = await db.value(
            "INSERT INTO reckoning (worth_run_id, as_of, window_days, currency, segments, notes, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            reckoned.worth_run_id,
            reckoned.as_of,
            reckoned.window_days,
            reckoned.currency,
            json.dumps(reckoned.segments),
            json.dumps(reckoned.notes),
            clock.now(),
        )
        for start in range(0, len(rows), BATCH):
            await db.execute_many(
                "INSERT INTO figure (reckoning_id, idea_id, policy, rank, demand, value, share, trend, data) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(number, *row) for row in rows[start : start + BATCH]],
            )
        await _forget()
    return int(number)


async def _forget() -> None:
    kept = await db.rows("SELECT id FROM reckoning ORDER BY id DESC LIMIT ?", KEPT)
    oldest = kept[-1]["id"]
    await db.execute("DELETE FROM figure WHERE reckoning_id < ?", oldest)
    await db.execute("DELETE FROM reckoning WHERE id < ?", oldest)


def _rows(reckoned: Reckoned) -> list[tuple[Any, ...]]:
    """What the table holds of each idea under each policy."""
    told = {found.idea: json.dumps(data(found))[1:] for found in reckoned.ideas}
    return [
        (
            found.idea, policy, rank, found.demand[policy].point, found.value.point,
            found.share.point if found.share else None, found.trend_30d,
            f'{{"demand": {json.dumps(found.demand[policy])}, {told[found.idea]}',
        )
        for policy in reckoned.columns.demand
        for rank, found in enumerate(ranked(reckoned, policy), start=1)
    ]  # fmt: skip


def _of_stored(stored: Stored, policy: Policy, rows: Sequence[db.Row]) -> Reckoned:
    """What `store` kept, as it was reckoned."""
    as_of = stored.notes["worth_as_of"]
    return Reckoned(
        as_of=stored.as_of,
        window_days=stored.window_days,
        worth_run_id=stored.worth_run_id,
        worth_as_of=date.fromisoformat(as_of) if as_of else None,
        currency=stored.currency,
        default_worth=stored.notes["default_worth"],
        segments=stored.segments,
        notes=stored.notes,
        columns=columns_of([(row["idea_id"], row["trend"], row["data"]) for row in rows], policy),
    )
