"""What becomes of somebody's designs when their account is erased."""

from __future__ import annotations

from community.privacy import erasing, leaving
from community.trust import holding
from ideas.studio import actions
from kernel import db, i18n, site
from kernel.i18n import gettext as _
from kernel.viewer import SYSTEM


async def erased(person_id: int) -> None:
    """Earlier saves go; designs stay without them, or leave every list without their words. Inside that transaction."""
    await db.execute(
        "DELETE FROM design_save WHERE design_id IN (SELECT id FROM design WHERE author_id = ?)", person_id
    )
    if await leaving.wanted(person_id, "designs") == "remove":
        rows = await db.rows("SELECT id, title FROM design WHERE author_id = ? ORDER BY id", person_id)
        for row in rows:  # each is hidden as moderation hides one, with its counts
            await actions.hide(SYSTEM, row["id"])
        with i18n.speaking((await site.current()).language):
            title = _("A design whose author left")
        await db.execute(
            "UPDATE design SET title = ?, slug = 'design', story = '' WHERE author_id = ?", title, person_id
        )
        await holding.gone("design", [row["id"] for row in rows])
        await erasing.unsaid("design", {row["id"]: row["title"] for row in rows}, address="/designs/{}")
    await db.execute("UPDATE artwork SET name = '', rights = '' WHERE person_id = ?", person_id)
