"""Reckoning: every figure of every idea, from the database as it is now; and keeping them for the console."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from kernel import clock, db
from voting.demand import accounts, bases, figures, marks
from voting.demand.accounts import Accounts, Floats
from voting.demand.figures import Figures
from voting.demand.queries import Stored as Stored
from voting.demand.queries import by_rank
from voting.demand.queries import latest as latest
from voting.demand.readings import Ints, Readings, read
from voting.value.methods import POLICIES, Policy

KEPT = 2
"""Reckonings that stay, the newest among them."""
BATCH = 5_000


class Interval(NamedTuple):
    point: float
    low: float
    high: float


@dataclass(frozen=True)
class IdeaFigures:
    """One idea; money in minor units. `band` is the doubt band; `unknown` counts accounts that are no known customer.

    `share` and `band` are by heads, `share_worth` and `band_worth` by what customers are worth.
    """

    idea: int
    people: int
    accounts: int
    raw_votes: int
    valid_votes: int
    doubtful_votes: int
    value: Interval
    by_segment: list[float]
    share: Interval | None
    band: tuple[float, float] | None
    trend_30d: int
    demand: dict[Policy, Interval]
    unknown: int = 0
    board: int = 0
    share_worth: Interval | None = None
    band_worth: tuple[float, float] | None = None
    further: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Reckoned:
    """All figures at a moment. `notes` holds `boards`: what each board's voices had to say, by its number."""

    as_of: date
    window_days: int
    worth_run_id: int | None
    worth_as_of: date | None
    currency: str
    default_worth: int
    segments: list[tuple[str, str]]
    notes: dict[str, Any]
    ideas: list[IdeaFigures] = field(repr=False)


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
    several = figures.under(found.supports, accounts.drawn_worths(readings, found), policies=policies, cap=readings.cap)
    shares, notes = _shares(readings, found)
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
            "accounts": len(found.customer),
            "unknown": len(found.customer) - found.known,
            "customers": len(readings.customers),
            "default_worth": readings.default_worth,
            "default_from": readings.default_from,
            "worth_as_of": readings.run.as_of.isoformat() if readings.run else None,
            "worth": "run" if readings.run else "none",
        },
        ideas=_ideas(readings, found, several, shares, policies),
    )


def _shares(readings: Readings, found: Accounts) -> tuple[Floats, dict[str, Any]]:
    """Share, its ends and the band's by heads, then by worth `(ideas, 10)`, NaN where a board's voices are too few."""
    table = np.full((len(readings.ideas), 10), np.nan)
    notes: dict[str, Any] = {}
    for board in bases.reckon(readings, found):
        notes[str(board.board)] = {"name": readings.boards[board.board], **board.note}
        for told, first in ((board.shares, 0), (board.by_worth, 5)):
            if told is not None:
                ends = [told.share, told.low, told.high, told.band_low, told.band_high]
                table[board.rows, first : first + 5] = np.stack(ends, axis=1)
    return table, notes


def _ideas(
    readings: Readings, found: Accounts, several: dict[Policy, Figures], shares: Floats, policies: Sequence[Policy]
) -> list[IdeaFigures]:
    count = np.diff(found.supports.indptr)
    unknown = count - np.diff(found.supports[:, : found.known].tocsr().indptr)
    people, value = found.people.tolist(), _intervals(several["linear"])
    demand = [(policy, _intervals(several[policy])) for policy in policies]
    told = shares.tolist()
    by_segment = figures.by_groups(found.supports, several["linear"].parts, accounts.in_segments(readings, found))
    columns = zip(
        readings.ideas.tolist(), people, count.tolist(), value, by_segment.tolist(),
        told, _trend(readings).tolist(), unknown.tolist(), readings.board.tolist(), strict=True,
    )  # fmt: skip
    return [
        IdeaFigures(
            idea=idea,
            people=heads,
            accounts=held,
            raw_votes=heads,
            valid_votes=heads,
            doubtful_votes=0,
            value=worth,
            by_segment=parts,
            share=_share(share[:3]),
            band=_band(share[3:5]),
            share_worth=_share(share[5:8]),
            band_worth=_band(share[8:]),
            trend_30d=trend,
            demand={policy: intervals[row] for policy, intervals in demand},
            unknown=strangers,
            board=board,
            further=readings.further.get(idea, {}),
        )
        for row, (idea, heads, held, worth, parts, share, trend, strangers, board) in enumerate(columns)
    ]


def _share(ends: list[float]) -> Interval | None:
    return Interval(*ends) if ends[0] == ends[0] else None


def _band(ends: list[float]) -> tuple[float, float] | None:
    return (ends[0], ends[1]) if ends[0] == ends[0] else None


def _intervals(told: Figures) -> list[Interval]:
    return [Interval(*ends) for ends in zip(told.point.tolist(), told.low.tolist(), told.high.tolist(), strict=True)]


def _trend(readings: Readings) -> Ints:
    place, net = accounts.in_sight(readings, readings.trend)
    return np.bincount(place, weights=net, minlength=len(readings.ideas)).astype(np.int64)


def ranked(reckoned: Reckoned, policy: Policy) -> list[IdeaFigures]:
    """Ideas by demand, then by supporters, then by number."""
    return sorted(reckoned.ideas, key=lambda found: (-found.demand[policy].point, -found.people, found.idea))


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
    policies = list(reckoned.ideas[0].demand) if reckoned.ideas else []
    return [
        (
            found.idea, policy, rank, found.demand[policy].point, found.value.point,
            found.share.point if found.share else None, found.trend_30d,
            f'{{"demand": {json.dumps(found.demand[policy])}, {told[found.idea]}',
        )
        for policy in policies
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
        ideas=[_of_row(row, policy) for row in rows],
    )


def _of_row(row: db.Row, policy: Policy) -> IdeaFigures:
    told = dict(row["data"])
    demand = Interval(*told.pop("demand"))
    for name in ("value", "share", "share_worth"):
        told[name] = Interval(*told[name]) if told.get(name) else None
    for name in ("band", "band_worth"):
        told[name] = tuple(told[name]) if told.get(name) else None
    return IdeaFigures(idea=row["idea_id"], trend_30d=row["trend"], demand={policy: demand}, **told)


def data(found: IdeaFigures) -> dict[str, Any]:
    """What is shown of an idea and not sorted by; the same under every policy."""
    return {
        "people": found.people,
        "accounts": found.accounts,
        "unknown": found.unknown,
        "raw_votes": found.raw_votes,
        "valid_votes": found.valid_votes,
        "doubtful_votes": found.doubtful_votes,
        "value": found.value,
        "by_segment": found.by_segment,
        "share": found.share,
        "band": found.band,
        "share_worth": found.share_worth,
        "band_worth": found.band_worth,
        "board": found.board,
        "further": found.further,
    }
