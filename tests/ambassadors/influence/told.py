"""Reckonings that tests begin with, written as rows: whose walks came through whom, for what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ambassadors.influence.models import Line, Run, Score
from kernel import clock

KINDS = {
    "support": {"weight": 1.0, "half_life": 180.0, "pair_cap": 3.0, "day_cap": 10},
    "comment": {"weight": 0.5, "half_life": 90.0, "pair_cap": 2.0, "day_cap": 10},
}


async def run(topic: str = "", *, walks: int = 100_000, days: int = 0, **told: Any) -> Run:
    """A reckoning made some days ago."""
    moment = clock.now() - timedelta(days=days)
    usual = {
        "seed": 7,
        "people": 40,
        "links": 90,
        "seeds": 12,
        "digest": "d" * 64,
        "weights": {"mark": 1, "circles": [], **KINDS},
    }
    return await Run.create(topic=topic, walks=walks, as_of=moment, created_at=moment, **{**usual, **told})


async def score(
    made: Run, person_id: int, walks: int, *, percentile: float = 90.0, band: str = "far", **told: Any
) -> None:
    """Somebody's score without its lines."""
    usual = {"low": percentile - 3, "high": percentile + 2, "parts": {"support": walks}}
    await Score.create(
        run_id=made.id, person_id=person_id, walks=walks, percentile=percentile, band=band, **{**usual, **told}
    )


async def line(made: Run, person_id: int, through: int, walks: int, *, at: datetime | None = None, **told: Any) -> None:
    """Walks that came through somebody."""
    moment = at or clock.now()
    usual = {"kind": "support", "place": "", "events": 1, "first_at": moment, "last_at": moment}
    await Line.create(run_id=made.id, person_id=person_id, through_id=through, walks=walks, **{**usual, **told})


async def scored(made: Run, person_id: int, links: Sequence[tuple[int, int, dict[str, Any]]], **told: Any) -> None:
    """A score whose walks are the sum of its lines: (through whom, walks, what else)."""
    parts: dict[str, int] = {}
    for through, walks, more in links:
        await line(made, person_id, through, walks, **more)
        kind = str(more.get("kind", "support"))
        parts[kind] = parts.get(kind, 0) + walks
    await score(made, person_id, sum(parts.values()), parts=parts, **told)
