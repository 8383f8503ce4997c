"""What becomes of somebody's ideas when their account is erased: kept by nobody known, or out of sight without a word."""

from __future__ import annotations

from community.privacy import erasing, leaving
from community.trust import holding
from ideas.board import actions
from kernel import db, i18n, site
from kernel.i18n import gettext as _
from kernel.viewer import SYSTEM


async def erased(person_id: int) -> None:
    """Inside the transaction of the erasure. An idea that others support leaves the lists; its support stays in the ledger."""
    await db.execute("DELETE FROM follow WHERE person_id = ?", person_id)
    await db.execute("UPDATE idea_review SET words = '' WHERE by_id = ?", person_id)
    if await leaving.wanted(person_id, "ideas") == "remove":
        await _removed(person_id)


async def _removed(person_id: int) -> None:
    rows = await db.rows("SELECT id, title FROM idea WHERE author_id = ? ORDER BY id", person_id)
    for row in rows:  # each is hidden as moderation hides one, with its counts
        await actions.hide(SYSTEM, row["id"])
    with i18n.speaking((await site.current()).language):
        title = _("An idea whose author left")
    await db.execute(
        "UPDATE idea SET title = ?, slug = 'idea', body = '', folded = '', reference = NULL WHERE author_id = ?",
        title,
        person_id,
    )
    theirs = "(SELECT id FROM idea WHERE author_id = ?)"
    await db.execute(f"DELETE FROM idea_version WHERE idea_id IN {theirs}", person_id)
    await db.execute(f"DELETE FROM idea_picture WHERE idea_id IN {theirs}", person_id)
    await db.execute(f"DELETE FROM idea_field WHERE idea_id IN {theirs}", person_id)
    await holding.gone("idea", [row["id"] for row in rows])
    await erasing.unsaid("idea", {row["id"]: row["title"] for row in rows}, address="/ideas/{}")
