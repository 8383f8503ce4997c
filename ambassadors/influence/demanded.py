"""How far supporters carry, for the figure that a team may want beside demand."""

from __future__ import annotations

from ambassadors.influence import queries
from kernel import db
from voting.demand.carriers import Carrying


async def reach() -> dict[int, float]:
    """The place of everybody who is reached and wants to be scored, as a part of 1."""
    run = await queries.newest()
    rows = await db.rows(
        "SELECT s.person_id, s.percentile FROM influence_score s WHERE s.run_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM influence_choice h WHERE h.person_id = s.person_id AND h.left_at IS NOT NULL)",
        run.id if run else 0,
    )
    return {row["person_id"]: row["percentile"] / 100 for row in rows}


HEAD = (
    "SELECT COALESCE(MAX(r.id), 0) || '/' || (SELECT COUNT(*) FROM influence_choice WHERE left_at IS NOT NULL) "
    "FROM influence_run r WHERE r.topic = ''"
)
carrying = [Carrying(reach, HEAD)]
