"""Keeping a reckoning: its scores and lines in small transactions, then one that makes it the newest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np

from ambassadors.influence import scoring
from ambassadors.influence.linking import Linked
from ambassadors.influence.scoring import Reckoning
from kernel import clock, db
from kernel.events import record

BATCH = 5_000
UNFINISHED = "~"
"""What the topic of a reckoning begins with while it is being written: nobody reads it."""
_RUN = (
    "INSERT INTO influence_run (topic, as_of, seed, walks, people, links, seeds, weights, digest, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_SCORES = (
    "INSERT INTO influence_score (run_id, person_id, walks, percentile, low, high, band, parts) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINES = (
    "INSERT INTO influence_line (run_id, person_id, through_id, kind, place, walks, events, first_at, last_at, "
    "subject_kind, subject_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


async def store(
    topic: str,
    linked: Linked,
    reckoning: Reckoning,
    *,
    as_of: datetime,
    seed: int,
    digest: str,
    notes: dict[str, Any],
) -> int:
    """Write a reckoning down; says its number. Until its last statement nobody sees any of it."""
    graph = linked.graph
    counts = (reckoning.walks, len(linked.people), len(graph.listener), len(linked.seeds.person))
    written = (UNFINISHED + topic, as_of, seed, *counts, json.dumps(notes), digest, clock.now())
    async with db.transaction(quiet=True):
        number = int(await db.value(_RUN, *written))
    await _write(_SCORES, number, scores(linked, reckoning))
    await _write(_LINES, number, lines(linked, reckoning))
    async with db.transaction(light=True):
        await db.execute("UPDATE influence_run SET topic = ? WHERE id = ?", topic, number)
        reached = int(np.count_nonzero(reckoning.reached))
        await record("influence.reckoned", actor=None, subject=("influence", number), topic=topic, people=reached)
    return number


async def clear() -> None:
    """Remove what a process that died left half written; one of the last hour may be another's at work."""
    sql = "SELECT id FROM influence_run WHERE topic LIKE ? AND created_at < ?"
    rows = await db.rows(sql, f"{UNFINISHED}%", clock.now() - timedelta(hours=1))
    for row in rows:
        await remove(row["id"])
        await db.execute("DELETE FROM influence_run WHERE id = ?", row["id"])


async def remove(run_id: int, *, scores: bool = True) -> None:
    """Take away a reckoning's lines, and its scores unless they stay, some thousands at a time."""
    for table in ("influence_line", *(("influence_score",) if scores else ())):
        some = f"SELECT id FROM {table} WHERE run_id = ? LIMIT {BATCH}"
        while await db.execute(f"DELETE FROM {table} WHERE id IN ({some})", run_id):
            pass


async def _write(sql: str, number: int, rows: Iterator[tuple[Any, ...]]) -> None:
    """Some thousands of rows at a time, each in a transaction of its own."""
    numbered = ((number, *row) for row in rows)
    while batch := list(islice(numbered, BATCH)):
        async with db.transaction(quiet=True):
            await db.execute_many(sql, batch)


def scores(linked: Linked, reckoning: Reckoning) -> Iterator[tuple[Any, ...]]:
    """Rows of scores, of those reached: person, walks, place with 95 % either side, band, walks by kind."""
    if not reckoning.walks:
        return
    placed = scoring.bands(reckoning.reached, reckoning.walks, among=linked.seeds.person)
    table = np.zeros((len(linked.people), max(1, len(linked.kinds))), np.int64)
    np.add.at(table, (linked.graph.speaker, linked.kind), reckoning.by_edge)
    for begun in range(0, len(placed.person), BATCH):
        some = slice(begun, begun + BATCH)
        person = placed.person[some]
        figures = [column[some].tolist() for column in (placed.percentile, placed.low, placed.high)]
        bands = [scoring.BANDS[number] for number in placed.band[some].tolist()]
        parts = [_parts(linked.kinds, walks) for walks in table[person].tolist()]
        whose = (linked.people[person].tolist(), reckoning.reached[person].tolist())
        yield from zip(*whose, *figures, bands, parts, strict=True)


def _parts(kinds: list[str], walks: list[int]) -> str:
    return json.dumps({kind: n for kind, n in zip(kinds, walks, strict=False) if n})


def lines(linked: Linked, reckoning: Reckoning) -> Iterator[tuple[Any, ...]]:
    """Rows of lines, of links by which any walk came first: whose, through whom, for what and where, walks, doings, when."""
    people, graph = linked.people, linked.graph
    edges = np.flatnonzero(reckoning.by_edge)
    for begun in range(0, len(edges), BATCH):
        some = edges[begun : begun + BATCH]
        yield from zip(
            people[graph.speaker[some]].tolist(),
            people[graph.listener[some]].tolist(),
            [linked.kinds[number] for number in linked.kind[some].tolist()],
            [linked.places[number] for number in linked.place[some].tolist()],
            reckoning.by_edge[some].tolist(),
            linked.events[some].tolist(),
            map(_moment, linked.first[some].tolist()),
            map(_moment, linked.last[some].tolist()),
            [linked.subject_kinds[number] for number in linked.subject_kind[some].tolist()],
            linked.subject[some].tolist(),
            strict=True,
        )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
