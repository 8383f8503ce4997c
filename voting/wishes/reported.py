"""Wish lists as moderation finds and hides them."""

from __future__ import annotations

from collections.abc import Sequence

from community.clubs import queries as clubs
from community.moderation.registry import Reportable, ReportedThing
from kernel import clock, db, text
from kernel.errors import Missing, require
from kernel.events import record
from kernel.i18n import mark
from kernel.viewer import Viewer
from voting.wishes import queries


async def find(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Lists with their words, hidden or not; drafts are nobody's to report."""
    rows = await db.rows(
        "SELECT w.id, w.title, w.frozen, w.by_id, w.hidden_at, c.slug FROM wish_list w JOIN club c ON c.id = w.club_id "
        f"WHERE w.id IN ({db.marks(numbers)}) AND w.state <> 'draft'",
        *numbers,
    )
    return {
        row["id"]: ReportedThing(
            kind="wish_list",
            id=row["id"],
            title=row["title"],
            excerpt=text.plain(row["frozen"], 1000),
            author_id=row["by_id"],
            url=f"/clubs/{row['slug']}/wishes/{row['id']}",
            is_hidden=row["hidden_at"] is not None,
        )
        for row in rows
    }


async def seen(viewer: Viewer, number: int) -> bool:
    club_id = await db.value("SELECT club_id FROM wish_list WHERE id = ? AND state <> 'draft'", number)
    if club_id is None:
        return False
    try:
        await queries.find(viewer, await clubs.by_id(viewer, club_id), number)
    except Missing:
        return False
    return True


async def hide(viewer: Viewer, number: int) -> None:
    """Out of sight for all but moderators; the ruling says why."""
    await _set(viewer, number, hidden=True)


async def restore(viewer: Viewer, number: int) -> None:
    """Back in sight."""
    await _set(viewer, number, hidden=False)


async def _set(viewer: Viewer, number: int, *, hidden: bool) -> None:
    require(viewer.is_manager)
    async with db.transaction():
        moment = clock.now() if hidden else None
        await db.execute("UPDATE wish_list SET hidden_at = ? WHERE id = ?", moment, number)
        kind = "wishes.hidden" if hidden else "wishes.restored"
        await record(kind, actor=viewer.id, subject=("wish_list", number))


reportable = Reportable("wish_list", mark("Wish list"), find, seen, hide, restore)
