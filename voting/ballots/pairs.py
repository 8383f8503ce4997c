"""Two options at a time: which two a voter is shown next, fair to all options, and what the voter has picked so far."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel import cache, clock, db
from kernel.viewer import Viewer
from voting.ballots import receipts
from voting.ballots.poll_queries import Option

FRESH = 10
"""For so many seconds the picks of all are remembered: a crowd that votes at once is not counted anew for each of its pairs."""
_tables: cache.Store[tuple[Any, Any]] = cache.Store(50, steady=True)


@dataclass(frozen=True)
class Shown:
    """A pair that the viewer was shown, and the option that was picked; 0 for neither."""

    low: int
    high: int
    picked: int


@dataclass(frozen=True)
class Course:
    """How far a voter has come: pairs in the order in which they were answered, of how many there are."""

    shown: tuple[Shown, ...]
    total: int

    @property
    def picked(self) -> int:
        return sum(1 for one in self.shown if one.picked)

    @property
    def passed(self) -> list[Shown]:
        return [one for one in self.shown if not one.picked]


async def course(viewer: Viewer, ballot_id: int, options: Sequence[Option]) -> Course:
    """What the viewer answered of a ballot while what ties it to them is kept; pairs with a withdrawn option do not count."""
    salt = await db.value("SELECT salt FROM ballot WHERE id = ?", ballot_id) or ""
    rows = await db.rows(
        "SELECT low, high, picked FROM ballot_pick WHERE ballot_id = ? AND holder = ? ORDER BY id",
        ballot_id,
        receipts.holder(ballot_id, viewer.id or 0, salt),
    )
    stands = {option.id for option in options if option.withdrawn_at is None}
    shown = tuple(Shown(**row) for row in rows if {row["low"], row["high"]} <= stands)
    return Course(shown, len(stands) * (len(stands) - 1) // 2)


async def next_for(
    viewer: Viewer, ballot_id: int, options: Sequence[Option], seen: Course
) -> tuple[Option, Option] | None:
    """The fair next pair, in an order of this voter's own; None once all have been seen."""
    person = int(viewer.id or 0)
    moment = int(clock.now().timestamp()) // FRESH
    wins, spread = await _tables.once((ballot_id, moment), lambda: _table(ballot_id, [option.id for option in options]))
    done = [(one.low, one.high) for one in seen.shown]
    found = await asyncio.to_thread(_next, options, wins, spread, done, person)
    return by_lot(person, *found) if found else None


def by_lot(person: int, one: Option, other: Option) -> tuple[Option, Option]:
    """Which of two stands first differs from voter to voter, so that being first helps none."""
    low, high = sorted((one, other), key=lambda option: option.id)
    return (low, high) if _lot(person, low.id, high.id) % 2 else (high, low)


def _next(
    options: Sequence[Option], wins: Any, spread: Any, done: Sequence[tuple[int, int]], person: int
) -> tuple[Option, Option] | None:
    from voting.ballots.tally import strengths  # brings numpy, which the site starts without

    place = {option.id: n for n, option in enumerate(options)}
    seen = [(place[low], place[high]) for low, high in done]
    lots = [_lot(person, option.id) for option in options]
    stands = [option.withdrawn_at is None for option in options]
    found = strengths.next_pair(wins, seen, lots, open_to=stands, spread=spread)
    return (options[found[0]], options[found[1]]) if found else None


async def _table(ballot_id: int, ids: Sequence[int]) -> tuple[Any, Any]:
    """How often each option was picked over each other one, and how unsure each difference is."""
    rows = await db.rows(
        "SELECT low, high, picked, count(*) AS n FROM ballot_pick WHERE ballot_id = ? AND picked > 0 "
        "GROUP BY low, high, picked",
        ballot_id,
    )
    return await asyncio.to_thread(_counted, rows, ids)


def _counted(rows: Sequence[db.Row], ids: Sequence[int]) -> tuple[Any, Any]:
    import numpy as np

    from voting.ballots.tally import strengths

    place = {option: n for n, option in enumerate(ids)}
    wins = np.zeros((len(ids), len(ids)), np.int64)
    for row in rows:
        other = row["low"] + row["high"] - row["picked"]
        wins[place[row["picked"]], place[other]] += row["n"]
    return wins, strengths.spreads(wins)


def _lot(*numbers: int) -> int:
    return int.from_bytes(hashlib.blake2b(repr(numbers).encode(), digest_size=6).digest())
