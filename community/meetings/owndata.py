"""What this wing keeps about a person, for the file they may take away; what they can no longer see is not named in it."""

from __future__ import annotations

from community.meetings import queries
from community.people.owndata import GIVEN, OwnData
from kernel import db, sessions
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def _answers(person_id: int) -> list[db.Row]:
    """Those of the account, and those given with its proven address."""
    return await _told(
        person_id,
        "r.said, r.guests, r.note, r.is_online, r.is_waiting, r.code, r.at, r.arrived_at",
        "meeting_reply r JOIN meeting m ON m.id = r.meeting_id WHERE r.person_id = ? OR r.email = "
        "(SELECT p.email FROM person p WHERE p.id = ? AND p.email_confirmed_at IS NOT NULL) ORDER BY r.id",
        person_id,
        person_id,
    )


async def _hosted(person_id: int) -> list[db.Row]:
    columns = "m.created_at, m.cancelled_at"
    return await _told(person_id, columns, "meeting m WHERE m.host_id = ? ORDER BY m.id", person_id)


async def _told(person_id: int, columns: str, found: str, *values: object) -> list[db.Row]:
    """Rows with the words of their meeting as far as it is shown to them now."""
    seen, given = queries.visible_to(await sessions.viewer_of(person_id))
    rows = await db.rows(
        f"SELECT CASE WHEN {seen} THEN m.id END AS shown, m.title AS meeting, m.begins_at, m.ends_at, m.place, {columns} "
        f"FROM {found}",
        *given,
        *values,
    )
    hidden = {"meeting": _("a meeting you can no longer see"), "begins_at": None, "ends_at": None, "place": ""}
    return [row if row.pop("shown") else {**row, **hidden} for row in rows]


async def _calendar(person_id: int) -> db.Row | None:
    """That one's calendar has an address, without the secret in it."""
    return await db.row("SELECT at AS since_at FROM calendar_feed WHERE person_id = ?", person_id)


parts = [
    OwnData(
        "meeting_answers",
        _answers,
        GIVEN,
        mark("Meetings you answered to"),
        mark("To keep a seat for you."),
        mend="/meetings",
    ),
    OwnData(
        "meetings_hosted",
        _hosted,
        GIVEN,
        mark("Meetings you host"),
        mark("To tell those who come who receives them."),
        mend="/meetings",
    ),
    OwnData(
        "calendar",
        _calendar,
        GIVEN,
        mark("Your calendar's address"),
        mark("To let your calendar read your meetings."),
        mend="/meetings",
    ),
]
