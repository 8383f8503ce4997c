"""Reading the figures that were kept: rows, nothing computed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from kernel import clock, db
from voting.ballots.merges import GROUP
from voting.demand import clubs
from voting.demand.clubs import Wanting
from voting.value.methods import Policy

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
    clubs: list[Wanting] = field(default_factory=list)


async def of_ideas(ids: Sequence[int]) -> dict[int, Told]:
    """Of some ideas what the newest reckoning says beside money (trend, share and its band), and the supports given in
    each of the last twelve weeks, oldest first; nothing where there were none; and the clubs that want it. One statement.
    """
    now, week = clock.now(), timedelta(weeks=1)
    ends = [(now - (WEEKS - n) * week, now - (WEEKS - 1 - n) * week) for n in range(WEEKS)]
    given = (
        "SELECT COUNT(DISTINCT e.person_id) FROM support_event e WHERE e.at > ? AND e.at <= ? AND e.kind <> 'withdrawn' "
        f"AND e.idea_id IN {GROUP.format('i.id')}"
    )
    rows = await db.rows(
        f"SELECT i.id AS idea_id, {clubs.beside('i.id')} AS clubs, f.trend, f.share, f.data, "
        f"{', '.join(f'({given}) AS week_{n}' for n in range(WEEKS))} "
        "FROM idea i LEFT JOIN figure f ON f.idea_id = i.id AND f.policy = 'linear' "
        f"AND f.reckoning_id = (SELECT MAX(id) FROM reckoning) WHERE i.id IN ({db.marks(ids)})",
        *(moment for pair in ends for moment in pair),
        *ids,
    )
    return {row["idea_id"]: _told(row) for row in rows}


def _told(row: db.Row) -> Told:
    weeks = [row[f"week_{n}"] for n in range(WEEKS)]
    named = clubs.read(row.pop("clubs"))
    figure = None if row["data"] is None else {**row, "data": json.loads(row["data"])}
    return Told(figure, weeks if any(weeks) else None, named)
