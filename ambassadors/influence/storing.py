"""Keeping a reckoning: its scores and lines in small transactions, then one that makes it the newest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
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
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append((number, *row))
        if len(batch) == BATCH:
            await _put(sql, batch)
            batch = []
    await _put(sql, batch)


async def _put(sql: str, batch: list[tuple[Any, ...]]) -> None:
    if batch:
        async with db.transaction(quiet=True):
            await db.execute_many(sql, batch)


def scores(linked: Linked, reckoning: Reckoning) -> Iterator[tuple[Any, ...]]:
    """Rows of scores, of those reached: person, walks, place with 95 % either side, band, walks by kind."""
    among = linked.seeds.person
    placed = scoring.bands(reckoning.reached, reckoning.walks, among=among) if reckoning.walks else None
    if placed is None:
        return
    table = np.zeros((len(linked.people), max(1, len(linked.kinds))), np.int64)
    np.add.at(table, (linked.graph.speaker, linked.kind), reckoning.by_edge)
    for place, index in enumerate(placed.person.tolist()):
        parts = {kind: int(n) for kind, n in zip(linked.kinds, table[index].tolist(), strict=False) if n}
        yield (
            int(linked.people[index]),
            int(reckoning.reached[index]),
            float(placed.percentile[place]),
            float(placed.low[place]),
            float(placed.high[place]),
            scoring.BANDS[int(placed.band[place])],
            json.dumps(parts),
        )


def lines(linked: Linked, reckoning: Reckoning) -> Iterator[tuple[Any, ...]]:
    """Rows of lines, of links by which any walk came first: whose, through whom, for what and where, walks, doings, when."""
    people, graph = linked.people, linked.graph
    for edge in np.flatnonzero(reckoning.by_edge).tolist():
        yield (
            int(people[graph.speaker[edge]]),
            int(people[graph.listener[edge]]),
            linked.kinds[linked.kind[edge]],
            linked.places[linked.place[edge]],
            int(reckoning.by_edge[edge]),
            int(linked.events[edge]),
            _moment(linked.first[edge]),
            _moment(linked.last[edge]),
            linked.subject_kinds[linked.subject_kind[edge]],
            int(linked.subject[edge]),
        )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)
