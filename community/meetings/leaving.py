"""Seats that are free again because somebody left a club, in the same transaction."""

from __future__ import annotations

from community.clubs.queries import audience_of
from community.meetings import places
from community.meetings.models import Said
from kernel import clock, db
from kernel.events import record


async def left(club_id: int, person_id: int) -> None:
    """Somebody belongs no more: they come to none of the meetings that are for the club alone."""
    found = await db.rows(
        "SELECT m.id, m.title, m.begins, m.ends, m.zone, m.place, r.id AS reply FROM meeting m "
        "JOIN meeting_reply r ON r.meeting_id = m.id AND r.person_id = ? "
        "WHERE m.club_id = ? AND m.audience = ? AND m.begins_at > ? AND r.said <> ? ORDER BY m.id",
        person_id,
        club_id,
        audience_of(club_id),
        clock.now(),
        Said.NO.value,
    )
    await places.give_back([row["id"] for row in found], person_id)
    for row in found:
        number = row.pop("id")
        await record("meeting.freed", actor=None, subject=("meeting", number), **row)


async def erased(person_id: int) -> None:
    """An account is erased: its seats are free, and what was written to hosts goes with it."""
    found = await db.rows(
        "SELECT m.id FROM meeting m JOIN meeting_reply r ON r.meeting_id = m.id AND r.person_id = ? "
        "WHERE m.begins_at > ? AND r.said <> ?",
        person_id,
        clock.now(),
        Said.NO.value,
    )
    await places.give_back([row["id"] for row in found], person_id)
    await db.execute("UPDATE meeting_reply SET note = '', name = '' WHERE person_id = ?", person_id)
    await db.execute("DELETE FROM calendar_feed WHERE person_id = ?", person_id)
