"""Everything demand is reckoned from, read from the database as arrays in a few queries."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from statistics import median

import numpy as np
from babel.numbers import get_currency_precision
from numpy.typing import NDArray

from ideas.board.states import Counting
from kernel import clock, db, site
from voting.demand import codesign, marks, voices
from voting.demand.settings import DemandSettings
from voting.demand.voices import Ints, Pairs
from voting.honesty.settings import HonestySettings
from voting.value import groups, queries, tables, unweighed
from voting.value.groups import SegmentCard
from voting.value.queries import Run
from voting.value.settings import WorthSettings
from voting.value.tables import Table

TREND = timedelta(days=30)
_BOARDS = "SELECT id, name FROM board WHERE club_id IS NULL ORDER BY position, id"
_IDEAS = (
    "SELECT i.id, i.board_id, i.merged_into_id, i.raw_votes - i.supporters AS aside, i.doubtful_votes, "
    "(i.is_listed AND b.club_id IS NULL) AS is_listed, b.counting "
    "FROM idea i JOIN board b ON b.id = i.board_id ORDER BY i.id"
)
"""What a club keeps to itself is as out of sight as what is hidden."""


@dataclass(frozen=True)
class Segment:
    slug: str
    name: str
    customers: Ints


@dataclass(frozen=True)
class Readings:
    """What the database says. `root[i]` is the idea that idea number i counts for, 0 for none that is in sight.

    `mark` is that of a moment before all of it was read; looking back goes from the beginning of the day in UTC.
    Supports that are set aside are not among `supports`, only counted in `aside`; those in doubt are where the site
    or the board says so: of which `ideas` they are left out is in `leaves_doubtful`.
    """

    mark: str | None
    today: date
    window_days: int
    cap: float
    run: Run | None
    worths: Table | None
    currency: str
    ideas: Ints
    board: Ints
    root: Ints
    boards: dict[int, str]
    supports: Pairs
    old: Pairs
    other: Pairs
    trend: Pairs
    link: Ints
    unweighed: Ints
    customers: list[db.Row]
    segments: list[Segment]
    further: dict[int, dict[str, float | None]]
    aside: Ints
    doubtful: Ints
    leaves_doubtful: NDArray[np.bool_]
    counts_doubtful: bool

    @property
    def default_worth(self) -> int:
        """Worth of an account nothing is known of, in minor units; `default_from` says where it comes from."""
        return self._default[1]

    @property
    def default_from(self) -> str:
        """`setting`; `run`, the median customer's; `stated`, the median contract's; `unit`, one of the currency."""
        return self._default[0]

    @cached_property
    def _default(self) -> tuple[str, int]:
        given = WorthSettings().worth_default_minor
        if self.run and (self.run.default_worth or given is not None):
            return "setting" if given == self.run.default_worth else "run", self.run.default_worth
        if given is not None:
            return "setting", given
        stated = [row["stated_value"] for row in self.customers if row["stated_value"]]
        return ("stated", round(median(stated))) if stated else ("unit", 10 ** get_currency_precision(self.currency))


async def read() -> Readings:
    """The database now. It goes on to the next question while the answer to the last one becomes arrays."""
    settings, doubtful, mark = DemandSettings(), HonestySettings().demand_counts_doubtful, await marks.now()
    today = datetime.combine(clock.today(), time(), UTC)
    since = today - timedelta(days=settings.demand_window_days)
    run, cards = await queries.latest_run(), await groups.every()
    (supports, old, other, trend), (ideas, worths, (link, apart), customers, segments) = await asyncio.gather(
        voices.read(since, today - TREND, counts_doubtful=doubtful),
        asyncio.gather(
            db.rows(_IDEAS),
            _worths(run),
            _links(),
            db.rows("SELECT id, segment, since AS since_on, stated_value FROM customer ORDER BY id"),
            _segments(cards, run),
        ),
    )
    root = _roots(ideas)
    return Readings(
        mark=mark,
        today=today.date(),
        window_days=settings.demand_window_days,
        cap=settings.demand_cap_percentile,
        run=run,
        worths=worths,
        currency=run.currency if run else (await site.current()).currency,
        **_listed(ideas),
        leaves_doubtful=_leaves(ideas, counts_doubtful=doubtful),
        root=root,
        boards={row["id"]: row["name"] for row in await db.rows(_BOARDS)},
        supports=supports,
        old=old,
        other=other,
        trend=trend,
        link=link,
        unweighed=apart,
        customers=customers,
        segments=segments,
        further=await codesign.read(lambda idea: int(root[idea])),
        counts_doubtful=doubtful,
    )


def _listed(rows: list[db.Row]) -> dict[str, Ints]:
    """The ideas in sight, and what is kept of each."""
    listed = _in_sight(rows)
    names = {"ideas": "id", "board": "board_id", "aside": "aside", "doubtful": "doubtful_votes"}
    return {name: voices.column(listed, column) for name, column in names.items()}


def _in_sight(rows: list[db.Row]) -> list[db.Row]:
    return [row for row in rows if row["is_listed"] and row["merged_into_id"] is None]


def _leaves(rows: list[db.Row], *, counts_doubtful: bool) -> NDArray[np.bool_]:
    """Of which of them doubtful supports do not count, by what their board says, else the site."""
    strict = {Counting.VALID} if counts_doubtful else {Counting.VALID, Counting.SITE}
    return np.array([row["counting"] in strict for row in _in_sight(rows)], dtype=bool)


async def _worths(run: Run | None) -> Table | None:
    return await tables.worths(run.id) if run else None


async def _segments(cards: Sequence[SegmentCard], run: Run | None) -> list[Segment]:
    run_id = run.id if run else None
    return [
        Segment(card.slug, card.name, np.array(await groups.members_of(card, run_id), dtype=np.int64)) for card in cards
    ]


def _roots(ideas: list[db.Row]) -> Ints:
    """Where each idea's supports count: a merged one's with the idea that it went into, however far."""
    into = {row["id"]: row["merged_into_id"] for row in ideas}
    listed = {row["id"] for row in ideas if row["is_listed"] and row["merged_into_id"] is None}
    found = np.zeros(max(into, default=0) + 1, dtype=np.int64)
    for idea in into:
        end, steps = idea, 0
        while into.get(end) is not None and steps < 100:
            end, steps = into[end], steps + 1
        found[idea] = end if end in listed else 0
    return found


async def _links() -> tuple[Ints, Ints]:
    """The customer of each person by number, 0 for none; and who counts without their worth."""
    links = await queries.links()
    found = np.zeros(max(links, default=0) + 1, dtype=np.int64)
    if links:
        found[np.fromiter(links.keys(), dtype=np.int64)] = np.fromiter(links.values(), dtype=np.int64)
    return found, np.array(sorted(await unweighed.everybody()), dtype=np.int64)
