"""What calendars are made of, read at once: every meeting that somebody may see, with what they said to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from community.meetings import queries
from community.meetings.models import Said
from kernel import clock, db
from kernel.viewer import STRANGER, Viewer

BACK = timedelta(days=60)
"""How long a meeting that is over stays on calendars."""
MOST = 2000
_COLUMNS = (
    "m.id, m.series_id, m.slot, m.is_apart, m.slug, m.title, m.body, m.cost, m.zone, m.begins, m.ends, m.begins_at, "
    "m.ends_at, m.place, m.link, m.is_link_open, m.sequence, m.changed_at, m.cancelled_at, m.reason, m.club_id, "
    "k.name AS club_name, x.rule, x.zone AS series_zone, r.said, coalesce(r.is_waiting, ?) AS is_waiting"
)
_FROM = (
    "FROM meeting m LEFT JOIN club k ON k.id = m.club_id LEFT JOIN meeting_series x ON x.id = m.series_id "
    "LEFT JOIN meeting_reply r ON r.meeting_id = m.id AND r.person_id = ?"
)


async def public() -> list[db.Row]:
    """What everybody may see."""
    seen, values = queries.visible_to(STRANGER)
    return await _rows(STRANGER, f"{seen} AND m.ends_at >= ?", *values, clock.now() - BACK)


async def own(viewer: Viewer) -> list[db.Row]:
    """Those that somebody comes to or may come to, and those of their clubs that they have not answered."""
    seen, values = queries.visible_to(viewer)
    mine = f"(r.said IN (?, ?) OR (r.said IS NULL AND m.club_id IN ({db.marks(viewer.clubs)})))"
    return await _rows(
        viewer,
        f"{seen} AND m.ends_at >= ? AND {mine}",
        *values,
        clock.now() - BACK,
        Said.YES.value,
        Said.MAYBE.value,
        *viewer.clubs,
    )


async def one(viewer: Viewer, meeting_id: int) -> db.Row | None:
    """A single meeting, if the viewer may see it."""
    seen, values = queries.visible_to(viewer)
    found = await _rows(viewer, f"{seen} AND m.id = ?", *values, meeting_id)
    return found[0] if found else None


async def by_ids(ids: Sequence[int]) -> dict[int, db.Row]:
    """Meetings by their numbers, whoever may see them: for letters to those who answered."""
    found = await _rows(STRANGER, f"m.id IN ({db.marks(ids)})", *ids)
    return {row["id"]: row for row in found}


async def _rows(viewer: Viewer, where: str, *values: object) -> list[db.Row]:
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY m.begins_at, m.id LIMIT {MOST}"
    return await db.rows(sql, False, viewer.id or 0, *values)
