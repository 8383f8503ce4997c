"""What stays of old reckonings: of each topic the newest graph, the lines of two, scores one a day and later one a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from ambassadors.influence import keeping, storing
from ambassadors.influence.settings import InfluenceSettings
from kernel import clock, db

WITH_LINES = 2
DAILY = timedelta(days=90)
"""How long scores stay day by day; after that week by week."""


async def forget() -> None:
    """Take away what is kept no longer."""
    rows = await db.rows(
        "SELECT id, topic, as_of AS as_of_at, digest, people FROM influence_run ORDER BY topic, id DESC"
    )
    by_topic: dict[str, list[db.Row]] = {}
    for row in rows:
        by_topic.setdefault(row["topic"], []).append(row)
    for runs in by_topic.values():
        for row in _outdated(runs):
            await storing.remove(row["id"])
            await db.execute("UPDATE influence_objection SET run_id = NULL WHERE run_id = ?", row["id"])
            await db.execute("DELETE FROM influence_run WHERE id = ?", row["id"])
            runs.remove(row)
        for row in runs[WITH_LINES:]:
            await storing.remove(row["id"], scores=False)
    being_written = await db.rows("SELECT digest FROM influence_run WHERE topic LIKE '~%'")
    keeping.forget(row["digest"] for row in [*(runs[0] for runs in by_topic.values()), *being_written])


def _outdated(runs: list[db.Row]) -> list[db.Row]:
    """Of one topic's reckonings, the newest first: all but the newest two, the last of each span, and not too old ones."""
    oldest = clock.now() - timedelta(days=InfluenceSettings().influence_keep_days)
    spans, found = set[tuple[int, int]](), []
    for place, row in enumerate(runs):
        span = _span(row["as_of_at"])
        if place >= WITH_LINES and (span in spans or row["as_of_at"] < oldest):
            found.append(row)
        spans.add(span)
    return found


def _span(at: datetime) -> tuple[int, int]:
    """The day, or the week of what is longer ago: of each one reckoning stays."""
    if clock.now() - at < DAILY:
        return (0, at.date().toordinal())
    year, week, _day = at.isocalendar()
    return (year, week)
