"""Everything demand is reckoned from, read from the database as arrays in a few queries."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from statistics import median
from typing import Any

import numpy as np
from babel.numbers import get_currency_precision
from numpy.typing import NDArray

from kernel import clock, db, site
from voting.ballots.states import State
from voting.demand import codesign, marks
from voting.demand.settings import DemandSettings
from voting.value import groups, queries, tables, unweighed
from voting.value.groups import SegmentCard
from voting.value.queries import Run
from voting.value.settings import WorthSettings
from voting.value.tables import Table

Ints = NDArray[np.int64]
TREND = timedelta(days=30)
_BOARDS = "SELECT id, name FROM board WHERE club_id IS NULL ORDER BY position, id"
_IDEAS = (
    "SELECT i.id, i.board_id, i.merged_into_id, i.raw_votes - i.supporters AS aside, i.doubtful_votes, "
    "(i.is_listed AND b.club_id IS NULL) AS is_listed "
    "FROM idea i JOIN board b ON b.id = i.board_id ORDER BY i.id"
)
"""What a club keeps to itself is as out of sight as what is hidden."""


@dataclass(frozen=True)
class Pairs:
    """Ideas beside people, as often as the database tells of them."""

    idea: Ints
    person: Ints


NONE = Pairs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class Segment:
    slug: str
    name: str
    customers: Ints


@dataclass(frozen=True)
class Readings:
    """What the database says. `root[i]` is the idea that idea number i counts for, 0 for none that is in sight.

    `mark` is that of a moment before all of it was read; looking back goes from the beginning of the day in UTC.
    Supports that are set aside are not among `supports`, only counted in `aside`; those in doubt are if the site says so.
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
    settings, mark = DemandSettings(), await marks.now()
    today = datetime.combine(clock.today(), time(), UTC)
    since = today - timedelta(days=settings.demand_window_days)
    run, cards = await queries.latest_run(), await groups.every()
    (supports, old, other, trend), (ideas, worths, (link, apart), customers, segments) = await asyncio.gather(
        _voices(since, today - TREND, counts_doubtful=settings.demand_counts_doubtful),
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
        counts_doubtful=settings.demand_counts_doubtful,
    )


def _listed(rows: list[db.Row]) -> dict[str, Ints]:
    """The ideas in sight, and what is kept of each."""
    listed = [row for row in rows if row["is_listed"] and row["merged_into_id"] is None]
    names = {"ideas": "id", "board": "board_id", "aside": "aside", "doubtful": "doubtful_votes"}
    return {name: _column(listed, column) for name, column in names.items()}


async def _worths(run: Run | None) -> Table | None:
    return await tables.worths(run.id) if run else None


async def _segments(cards: Sequence[SegmentCard], run: Run | None) -> list[Segment]:
    run_id = run.id if run else None
    return [
        Segment(card.slug, card.name, np.array(await groups.members_of(card, run_id), dtype=np.int64)) for card in cards
    ]


def _column(rows: list[db.Row], name: str) -> Ints:
    return np.array([row[name] for row in rows], dtype=np.int64)


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


async def _voices(since: datetime, lately: datetime, *, counts_doubtful: bool) -> tuple[Pairs, Pairs, Pairs, Pairs]:
    """Supports that count, those of them from before a moment, what else people did since, and net supports of late."""
    without = await _without(counts_doubtful=counts_doubtful)
    supports, old, other, trend = await asyncio.gather(
        _pairs(""), _old(since), _other(since), _trend(lately, some=len(without) > 0)
    )
    return _left(supports, without), _left(old, without), other, trend


async def _pairs(where: str, *values: Any) -> Pairs:
    """Standing supports: one row per idea, its people in one text, since two million rows would not be read in time."""
    people = "group_concat(person_id)" if db.on_sqlite() else "string_agg(person_id::text, ',')"
    rows = await db.rows(f"SELECT idea_id, {people} AS people FROM support {where} GROUP BY idea_id", *values)
    if not rows:
        return NONE
    texts = [str(row["people"]) for row in rows]
    counts = [text.count(",") + 1 for text in texts]
    return Pairs(np.repeat(_column(rows, "idea_id"), counts), np.fromstring(",".join(texts), dtype=np.int64, sep=","))


async def _without(*, counts_doubtful: bool) -> Ints:
    """Supports that do not count, each as one number; read apart, since nearly all supports do."""
    states = [State.QUARANTINED.value] if counts_doubtful else [State.QUARANTINED.value, State.DOUBTFUL.value]
    rows = await db.rows(
        f"SELECT subject_id, person_id FROM doubt WHERE kind = 'support' AND state IN ({db.marks(states)})", *states
    )
    return _keys(_column(rows, "subject_id"), _column(rows, "person_id"))


def _keys(idea: Ints, person: Ints) -> Ints:
    return idea * 2**32 + person


def _left(pairs: Pairs, without: Ints) -> Pairs:
    if not len(without):
        return pairs
    kept = ~np.isin(_keys(pairs.idea, pairs.person), without)
    return Pairs(pairs.idea[kept], pairs.person[kept])


async def _old(since: datetime) -> Pairs:
    """Standing supports given before a moment; most sites have none, and one look at the table says so."""
    if await db.value("SELECT id FROM support WHERE at < ? LIMIT 1", since) is None:
        return NONE
    return await _pairs("WHERE at < ?", since)


async def _other(since: datetime) -> Pairs:
    """Who proposed, commented or took a support back in the window."""
    whole = "NOT INDEXED" if db.on_sqlite() else ""  # its index by idea would be walked for every idea
    rows = await db.rows(
        "SELECT id AS idea_id, author_id AS person_id FROM idea WHERE created_at >= ? AND hidden_at IS NULL "
        "AND waits_since IS NULL UNION ALL "
        "SELECT t.subject_id, c.author_id FROM comment c JOIN thread t ON t.id = c.thread_id "
        "WHERE t.subject_kind = 'idea' AND c.created_at >= ? AND c.deleted_at IS NULL AND c.hidden_at IS NULL "
        "AND c.is_internal = ? UNION ALL "
        f"SELECT idea_id, person_id FROM support_event {whole} WHERE kind = 'withdrawn' AND at >= ?",
        since,
        since,
        False,
        since,
    )
    return Pairs(_column(rows, "idea_id"), _column(rows, "person_id"))


async def _trend(since: datetime, *, some: bool) -> Pairs:
    """Net supports of each idea since a moment, as the ledger tells them; the number stands where a person would.

    What is set aside today is in it neither then nor now; `some` says that anything is.
    """
    counts = f"AND NOT EXISTS ({_ASIDE.format('e')})" if some else ""
    rows = await db.rows(
        "SELECT e.idea_id, SUM(CASE WHEN e.kind = 'withdrawn' THEN -1 ELSE 1 END) AS net FROM support_event e "
        f"WHERE e.at >= ? AND e.idea_id NOT IN ({_JOINED}) {counts} GROUP BY e.idea_id",
        since,
    )
    rows += await _trend_of_joined(since, counts=f"AND NOT EXISTS ({_ASIDE.format('v')})" if some else "")
    return Pairs(_column(rows, "idea_id"), _column(rows, "net"))


_ASIDE = (
    "SELECT 1 FROM doubt q WHERE q.kind = 'support' AND q.subject_id = {0}.idea_id AND q.person_id = {0}.person_id "
    "AND q.state = 'quarantined'"
)
_JOINED = "SELECT id FROM idea WHERE merged_from > 0 OR merged_into_id IS NOT NULL"
_THEN = (
    "SELECT e.idea_id, e.person_id, e.kind, ROW_NUMBER() OVER (PARTITION BY e.idea_id, e.person_id "
    f"ORDER BY e.at DESC, e.id DESC) AS n FROM support_event e WHERE e.at < ? AND e.idea_id IN ({_JOINED})"
)
_NOW = f"SELECT s.idea_id, s.person_id, 'cast' AS kind, 1 AS n FROM support s WHERE s.idea_id IN ({_JOINED})"


async def _trend_of_joined(since: datetime, *, counts: str) -> list[db.Row]:
    """The same of ideas that others were merged into: people behind today's whole now, less those behind it then.

    So that neither a merge nor its undo is a trend, and who supports two of them is one.
    """
    people = "SELECT coalesce(i.merged_into_id, i.id) AS idea_id, count(DISTINCT v.person_id) AS n FROM ({}) v "
    behind = f"JOIN idea i ON i.id = v.idea_id WHERE v.n = 1 AND v.kind <> 'withdrawn' {counts} "
    behind += "GROUP BY coalesce(i.merged_into_id, i.id)"
    now = await db.rows(people.format(_NOW) + behind)
    then = {row["idea_id"]: row["n"] for row in await db.rows(people.format(_THEN) + behind, since)}
    found = {row["idea_id"]: row["n"] for row in now}
    return [{"idea_id": idea, "net": found.get(idea, 0) - then.get(idea, 0)} for idea in found.keys() | then.keys()]


async def _links() -> tuple[Ints, Ints]:
    """The customer of each person by number, 0 for none; and who counts without their worth."""
    links = await queries.links()
    found = np.zeros(max(links, default=0) + 1, dtype=np.int64)
    if links:
        found[np.fromiter(links.keys(), dtype=np.int64)] = np.fromiter(links.values(), dtype=np.int64)
    return found, np.array(sorted(await unweighed.everybody()), dtype=np.int64)
