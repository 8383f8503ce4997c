"""Points for missions: the kind that staff write a rule for, and what a line of a statement is called."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.missions import giving
from ambassadors.points.registry import Earning, Named
from kernel import db
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _names(viewer: Viewer, numbers: Sequence[int]) -> Named:
    """Title and address of the missions of some parts of one's own."""
    rows = await db.rows(
        "SELECT t.id, m.id AS mission, m.title FROM mission_part t JOIN mission m ON m.id = t.mission_id "
        f"WHERE t.id IN ({db.marks(numbers)}) AND t.person_id = ?",
        *(*numbers, viewer.id or 0),
    )
    return {row["id"]: (row["title"], f"/missions/{row['mission']}") for row in rows}


earnings = [Earning(giving.KIND, mark("A mission is done"), names=_names)]
