"""What points were put aside and spent for, as their statement names it."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.points.registry import Named, Spending
from kernel import db
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _claims(viewer: Viewer, numbers: Sequence[int]) -> Named:
    """The viewer's own, by the perk that was taken."""
    rows = await db.rows(
        "SELECT c.id, k.name FROM perk_claim c JOIN perk k ON k.id = c.perk_id WHERE c.person_id = ? "
        f"AND c.id IN ({db.marks(numbers)})",
        *(viewer.id, *numbers),
    )
    return {row["id"]: (row["name"], f"/account/perks/{row['id']}") for row in rows}


spendings = [Spending("perk_claim", mark("A perk"), _claims)]
"""By the kind of the holds' cause."""
