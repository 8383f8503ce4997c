"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _answers(person_id: int) -> list[db.Row]:
    """Those of the account, and those given with its proven address."""
    return await db.rows(
        "SELECT m.title AS meeting, m.begins_at, r.said, r.guests, r.note, r.is_online, r.is_waiting, r.code, r.at, "
        "r.arrived_at FROM meeting_reply r JOIN meeting m ON m.id = r.meeting_id WHERE r.person_id = ? OR r.email = "
        "(SELECT p.email FROM person p WHERE p.id = ? AND p.email_confirmed_at IS NOT NULL) ORDER BY r.id",
        person_id,
        person_id,
    )


async def _hosted(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT title, begins_at, ends_at, place, created_at, cancelled_at FROM meeting WHERE host_id = ? ORDER BY id",
        person_id,
    )


async def _calendar(person_id: int) -> db.Row | None:
    """That one's calendar has an address, without the secret in it."""
    return await db.row("SELECT at AS since_at FROM calendar_feed WHERE person_id = ?", person_id)


parts = [OwnData("meeting_answers", _answers), OwnData("meetings_hosted", _hosted), OwnData("calendar", _calendar)]
