"""Reading the figures that were kept: rows, nothing computed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kernel import clock, db
from voting.value.weights import Policy

WEEKS = 12


@dataclass(frozen=True)
class Stored:
    """The head of a kept reckoning; its rows are in the table `figure`."""

    id: int
    worth_run_id: int | None
    as_of: date
    window_days: int
    currency: str
    segments: list[tuple[str, str]]
    notes: dict[str, Any]
    created_at: datetime


async def latest() -> Stored | None:
    """The reckoning that was kept last."""
    row = await db.row(
        "SELECT id, worth_run_id, as_of AS as_of_on, window_days, currency, segments, notes, created_at "
        "FROM reckoning ORDER BY id DESC LIMIT 1"
    )
    if row is None:
        return None
    segments = [(slug, name) for slug, name in json.loads(row["segments"])]
    told = {**row, "as_of": row["as_of_on"], "segments": segments, "notes": json.loads(row["notes"])}
    return Stored(**{name: told[name] for name in Stored.__dataclass_fields__})


async def by_rank(reckoning: int, policy: Policy, *, after: int = 0, limit: int | None = 100) -> list[db.Row]:
    """Rows of a kept reckoning under a policy, from a rank on, all of them without a limit; `data` is decoded."""
    rows = await db.rows(
        "SELECT f.rank, f.idea_id, f.value, f.demand, f.share, f.trend, f.data, i.title, i.slug, i.status "
        "FROM figure f JOIN idea i ON i.id = f.idea_id "
        "WHERE f.reckoning_id = ? AND f.policy = ? AND f.rank > ? ORDER BY f.rank LIMIT ?",
        reckoning,
        policy,
        after,
        2**31 - 1 if limit is None else limit,
    )
    return [{**row, "data": json.loads(row["data"])} for row in rows]


@dataclass(frozen=True)
class Told:
    """What an idea's page says of demand, without any money."""

    figure: db.Row | None
    weeks: list[int] | None


async def of_ideas(ids: Sequence[int]) -> dict[int, Told]:
    """Of some ideas what the newest reckoning says beside money (trend, share and its band), and the supports given in
    each of the last twelve weeks, oldest first; nothing where there were none. One statement.
    """
    now = clock.now()
    if db.on_sqlite():
        week = "CAST((julianday(?) - julianday(at)) / 7 AS INTEGER)"
    else:
        week = "CAST(FLOOR(EXTRACT(EPOCH FROM (CAST(? AS TIMESTAMPTZ) - at)) / 604800) AS INTEGER)"
    marks = db.marks(ids)
    rows = await db.rows(
        f"WITH lately AS (SELECT idea_id, {week} AS week, COUNT(*) AS given FROM support_event "
        f"WHERE kind <> 'withdrawn' AND idea_id IN ({marks}) AND at > ? AND at <= ? GROUP BY 1, 2) "
        "SELECT i.id AS idea_id, f.trend, f.share, f.data, l.week, l.given FROM idea i "
        "LEFT JOIN figure f ON f.idea_id = i.id AND f.policy = 'linear' "
        "AND f.reckoning_id = (SELECT MAX(id) FROM reckoning) "
        f"LEFT JOIN lately l ON l.idea_id = i.id WHERE i.id IN ({marks})",
        *(now, *ids, now - timedelta(weeks=WEEKS), now, *ids),
    )
    return {number: _told([row for row in rows if row["idea_id"] == number]) for number in ids}


def _told(rows: list[db.Row]) -> Told:
    figure = next(({**row, "data": json.loads(row["data"])} for row in rows if row["data"] is not None), None)
    weeks = [0] * WEEKS
    for row in rows:
        if row["week"] is not None:
            weeks[max(0, WEEKS - 1 - row["week"])] += row["given"]
    return Told(figure, weeks if any(weeks) else None)
