"""A shop as a thing that may be reported."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.storefronts import actions
from community.moderation.registry import Reportable, ReportedThing, Words
from kernel import db, files, text
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

_SHOP = (
    "SELECT s.id, s.name, s.story, s.banner_alt, s.hidden_at, s.person_id, p.handle FROM shop s "
    "JOIN person p ON p.id = s.person_id "
)


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Shops as moderation shows them, hidden or not."""
    rows = await db.rows(f"{_SHOP} WHERE s.id IN ({db.marks(numbers)})", *numbers)
    return {
        row["id"]: ReportedThing(
            kind="shop",
            id=row["id"],
            title=row["name"],
            excerpt=_said(row),
            author_id=row["person_id"],
            url=f"/people/{row['handle']}/shop",
            is_hidden=row["hidden_at"] is not None,
        )
        for row in rows
    }


async def seen(viewer: Viewer, shop_id: int) -> bool:
    """A closed or hidden shop is there for staff alone."""
    row = await db.row("SELECT hidden_at, closed_at FROM shop WHERE id = ?", shop_id)
    return row is not None and (viewer.is_staff or (row["hidden_at"] is None and row["closed_at"] is None))


def _said(row: db.Row) -> str:
    """Its story, and what its banner is said to show."""
    banner = _("Banner: %(words)s") % {"words": row["banner_alt"]} if row["banner_alt"] else ""
    return " ".join(part for part in (text.plain(row["story"], 400), banner) if part)


async def pictures(shop_id: int) -> list[str]:
    row = await db.row("SELECT f.digest FROM shop s JOIN file f ON f.id = s.banner_id WHERE s.id = ?", shop_id)
    return [files.url(row["digest"])] if row else []


WORDS = Words("shop", {"name": mark("Name"), "story": mark("Story")}, {"name": 80, "story": 2000})
reportable = Reportable(
    "shop", mark("Shop"), things, seen, actions.hide, actions.restore, words=WORDS, pictures=pictures
)
