"""Meetings as moderation holds them: found, hidden and shown again."""

from __future__ import annotations

from collections.abc import Sequence

from community.meetings import queries
from community.moderation.registry import Reportable, ReportedThing, Words
from kernel import clock, db, text
from kernel.errors import Missing, require
from kernel.events import record
from kernel.i18n import mark
from kernel.viewer import Viewer


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Meetings as moderation shows them, hidden or not."""
    rows = await db.rows(
        f"SELECT id, title, slug, body, host_id, hidden_at FROM meeting WHERE id IN ({db.marks(numbers)})", *numbers
    )
    return {row["id"]: _thing(row) for row in rows}


def _thing(row: db.Row) -> ReportedThing:
    return ReportedThing(
        kind="meeting",
        id=row["id"],
        title=row["title"],
        excerpt=text.plain(row["body"], 400),
        author_id=row["host_id"],
        url=queries.address(row["id"], row["slug"]),
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, meeting_id: int) -> bool:
    try:
        await queries.find(viewer, meeting_id)
    except Missing:
        return False
    return True


async def hide(viewer: Viewer, meeting_id: int) -> None:
    """Nobody sees it until it is shown again."""
    require(viewer.is_manager)
    async with db.transaction():
        await db.execute("UPDATE meeting SET hidden_at = ? WHERE id = ? AND hidden_at IS NULL", clock.now(), meeting_id)
        await record("meeting.hidden", actor=viewer.id, subject=("meeting", meeting_id))


async def restore(viewer: Viewer, meeting_id: int) -> None:
    require(viewer.is_manager)
    async with db.transaction():
        await db.execute("UPDATE meeting SET hidden_at = NULL WHERE id = ?", meeting_id)
        await record("meeting.restored", actor=viewer.id, subject=("meeting", meeting_id))


async def reach(numbers: Sequence[int]) -> dict[int, int]:
    """Whoever comes or waits for a seat."""
    sql = f"SELECT id, coming + waiting AS n FROM meeting WHERE id IN ({db.marks(numbers)})"
    return {row["id"]: row["n"] for row in await db.rows(sql, *numbers)}


WORDS = Words("meeting", {"title": mark("Title"), "body": mark("Text")}, {"title": 160, "body": 40_000})
reportable = Reportable("meeting", mark("Meeting"), things, seen, hide, restore, words=WORDS, reach=reach)
