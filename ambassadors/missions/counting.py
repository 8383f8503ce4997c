"""How far people are with a mission that the system counts."""

from __future__ import annotations

from datetime import datetime

from ambassadors.missions.registry import goal_of
from kernel import db


async def progress(mission_id: int, goal: str, place: str, until: datetime, *, person_id: int = 0) -> dict[int, int]:
    """By number of part: different deeds since it was taken and before `until`, of those under way who have some."""
    found = goal_of(goal)
    if found is None:
        return {}
    deeds, values = found.deeds(place)
    whose, more = (" AND t.person_id = ?", (person_id,)) if person_id else ("", ())
    rows = await db.rows(
        f"SELECT t.id, count(DISTINCT d.what) AS n FROM mission_part t JOIN ({deeds}) d ON d.person_id = t.person_id "
        f"AND d.at >= t.taken_at AND d.at < ? WHERE t.mission_id = ? AND t.state = 'taken'{whose} GROUP BY t.id",
        *(*values, until, mission_id, *more),
    )
    return {row["id"]: row["n"] for row in rows}
