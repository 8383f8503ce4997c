"""A club as a thing that may be reported, and taken out of sight by a ruling: it goes on unseen, and comes back whole."""

from __future__ import annotations

from collections.abc import Sequence

from community.clubs import queries
from community.moderation.registry import Reportable, ReportedThing
from kernel import clock, db, files
from kernel.errors import require
from kernel.events import record
from kernel.i18n import mark
from kernel.viewer import Viewer


async def things(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Clubs as moderation shows them, in the name of the host who has been one for longest."""
    rows = await db.rows(
        "SELECT c.id, c.slug, c.name, c.summary, c.hidden_at, (SELECT m.person_id FROM membership m WHERE m.club_id = c.id "
        "AND m.stands IS TRUE AND m.role = 'host' ORDER BY m.id LIMIT 1) AS host FROM club c "
        f"WHERE c.id IN ({db.marks(numbers)})",
        *numbers,
    )
    return {row["id"]: _thing(row) for row in rows}


def _thing(row: db.Row) -> ReportedThing:
    return ReportedThing(
        kind="club",
        id=row["id"],
        title=row["name"],
        excerpt=row["summary"] or row["name"],
        author_id=row["host"] or 0,
        url=f"/clubs/{row['slug']}",
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, club_id: int) -> bool:
    return club_id in await queries.cards(viewer, [club_id])


async def hide(viewer: Viewer, club_id: int) -> None:
    """Out of sight for all but moderators."""
    await _turn(viewer, club_id, hidden=True)


async def restore(viewer: Viewer, club_id: int) -> None:
    await _turn(viewer, club_id, hidden=False)


async def _turn(viewer: Viewer, club_id: int, *, hidden: bool) -> None:
    require(viewer.is_manager and not viewer.suspended)
    async with db.transaction():
        changed = await db.execute(
            f"UPDATE club SET hidden_at = ? WHERE id = ? AND hidden_at IS {'' if hidden else 'NOT '}NULL",
            *(clock.now() if hidden else None, club_id),
        )
        if changed and hidden:
            await record("club.hidden", actor=viewer.id, subject=("club", club_id))
        elif changed:
            await record("club.restored", actor=viewer.id, subject=("club", club_id))


async def reach(numbers: Sequence[int]) -> dict[int, int]:
    sql = f"SELECT id, members AS n FROM club WHERE id IN ({db.marks(numbers)})"
    return {row["id"]: row["n"] for row in await db.rows(sql, *numbers)}


async def pictures(club_id: int) -> list[str]:
    row = await db.row("SELECT f.digest FROM club c JOIN file f ON f.id = c.picture_id WHERE c.id = ?", club_id)
    return [files.url(row["digest"])] if row else []


reportable = Reportable("club", mark("Club"), things, seen, hide, restore, reach=reach, pictures=pictures)
