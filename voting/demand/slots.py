"""The hole that demand fills on an idea's page: how many of all customers would want it, and how support goes."""

from __future__ import annotations

from datetime import timedelta

from kernel import clock, db, pages
from kernel.features import Slot
from kernel.viewer import Viewer
from voting.demand import queries

WEEKS = 12


async def aside(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas: share of base without any money, and support week by week."""
    ids = [int(key) for key in keys]
    told, weeks = await queries.of_ideas(ids), await _weeks(ids)
    return {
        key: pages.fragment(
            "voting/demand/_aside.html", found=told.get(idea), share=_hundred(told.get(idea)), weeks=weeks.get(idea)
        )
        for key, idea in zip(keys, ids, strict=True)
    }


def _hundred(found: db.Row | None) -> tuple[int, int] | None:
    """The ends of the doubt band as customers in a hundred."""
    band = found["data"]["band"] if found else None
    return (round(100 * band[0]), round(100 * band[1])) if band else None


async def _weeks(ids: list[int]) -> dict[int, list[int]]:
    """Supports given in each of the last twelve weeks, oldest first; nothing where there were none."""
    now = clock.now()
    if db.on_sqlite():
        week = "CAST((julianday(?) - julianday(at)) / 7 AS INTEGER)"
    else:
        week = "CAST(FLOOR(EXTRACT(EPOCH FROM (CAST(? AS TIMESTAMPTZ) - at)) / 604800) AS INTEGER)"
    rows = await db.rows(
        f"SELECT idea_id, {week} AS week, COUNT(*) AS given FROM support_event WHERE kind <> 'withdrawn' "
        f"AND idea_id IN ({db.marks(ids)}) AND at > ? AND at <= ? GROUP BY 1, 2",
        now,
        *ids,
        now - timedelta(weeks=WEEKS),
        now,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        counts = found.setdefault(row["idea_id"], [0] * WEEKS)
        counts[max(0, WEEKS - 1 - row["week"])] += row["given"]
    return found


slots = [Slot("idea.aside", aside)]
