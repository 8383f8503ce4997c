"""Reading the figures that were kept: rows, nothing computed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel import db
from voting.value.weights import Policy


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


async def of_ideas(ids: Sequence[int]) -> dict[int, db.Row]:
    """What the newest reckoning says of some ideas beside money: trend, share and its band."""
    rows = await db.rows(
        "SELECT f.idea_id, f.trend, f.share, f.data FROM figure f WHERE f.policy = 'linear' "
        f"AND f.reckoning_id = (SELECT MAX(id) FROM reckoning) AND f.idea_id IN ({db.marks(ids)})",
        *ids,
    )
    return {row["idea_id"]: {**row, "data": json.loads(row["data"])} for row in rows}
