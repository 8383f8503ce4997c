"""What stays of old reckonings: lines of the newest two of each topic, the newest graph as a file, scores one a day."""

from __future__ import annotations

from datetime import timedelta

from ambassadors.influence import keeping, storing
from ambassadors.influence.settings import InfluenceSettings
from kernel import clock, db

WITH_LINES = 2


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
    keeping.forget(runs[0]["digest"] for runs in by_topic.values())


def _outdated(runs: list[db.Row]) -> list[db.Row]:
    """Of one topic's reckonings, the newest first: all but the newest two, the last of each day, and not too old ones."""
    oldest = clock.now() - timedelta(days=InfluenceSettings().influence_keep_days)
    days, found = set(), []
    for place, row in enumerate(runs):
        day = row["as_of_at"].date()
        if place >= WITH_LINES and (day in days or row["as_of_at"] < oldest):
            found.append(row)
        days.add(day)
    return found
