"""A shop as a thing that may be reported."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.storefronts import actions
from community.moderation.registry import Reportable, ReportedThing
from kernel import db, text
from kernel.i18n import mark
from kernel.viewer import Viewer

_SHOP = (
    "SELECT s.id, s.name, s.story, s.hidden_at, s.person_id, p.handle FROM shop s JOIN person p ON p.id = s.person_id "
)


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Shops as moderation shows them, hidden or not."""
    rows = await db.rows(f"{_SHOP} WHERE s.id IN ({db.marks(numbers)})", *numbers)
    return {
        row["id"]: ReportedThing(
            kind="shop",
            id=row["id"],
            title=row["name"],
            excerpt=text.plain(row["story"], 400),
            author_id=row["person_id"],
            url=f"/people/{row['handle']}/shop",
            is_hidden=row["hidden_at"] is not None,
        )
        for row in rows
    }


async def seen(viewer: Viewer, shop_id: int) -> bool:
    found = (await things([shop_id])).get(shop_id)
    return found is not None and (not found.is_hidden or viewer.is_staff)


reportable = Reportable("shop", mark("Shop"), things, seen, actions.hide, actions.restore)
