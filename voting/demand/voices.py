"""Who speaks for which idea: supports that count, those of before, what else people did, and the trend, as arrays."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ideas.board.states import Counting
from kernel import db
from voting.ballots.states import State

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Ideas beside people, as often as the database tells of them."""

    idea: Ints
    person: Ints


NONE = Pairs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


async def read(since: datetime, lately: datetime, *, counts_doubtful: bool) -> tuple[Pairs, Pairs, Pairs, Pairs]:
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
    return Pairs(np.repeat(column(rows, "idea_id"), counts), np.fromstring(",".join(texts), dtype=np.int64, sep=","))


async def _without(*, counts_doubtful: bool) -> Ints:
    """Supports that do not count, each as one number; read apart, since nearly all supports do.

    Of an idea that is merged the board says it that it counts on.
    """
    strict = [Counting.VALID.value] if counts_doubtful else [Counting.VALID.value, Counting.SITE.value]
    rows = await db.rows(
        "SELECT d.subject_id, d.person_id FROM doubt d JOIN idea i ON i.id = d.subject_id "
        "JOIN idea r ON r.id = coalesce(i.merged_into_id, i.id) JOIN board b ON b.id = r.board_id "
        f"WHERE d.kind = 'support' AND (d.state = ? OR d.state = ? AND b.counting IN ({db.marks(strict)}))",
        State.QUARANTINED.value,
        State.DOUBTFUL.value,
        *strict,
    )
    return _keys(column(rows, "subject_id"), column(rows, "person_id"))


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
    return Pairs(column(rows, "idea_id"), column(rows, "person_id"))


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
    return Pairs(column(rows, "idea_id"), column(rows, "net"))


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


def column(rows: list[db.Row], name: str) -> Ints:
    return np.array([row[name] for row in rows], dtype=np.int64)
