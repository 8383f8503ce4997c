"""A meeting's seats as rows: held while they change, counted, and given to whoever waits, each exactly once."""

from __future__ import annotations

from typing import Any

from community.meetings import queries, seats
from community.meetings.models import Said
from community.meetings.seats import Party
from kernel import clock, db
from kernel.events import record

TAKEN = "said = 'yes' AND is_online IS NOT TRUE AND is_proven IS TRUE"
"""A condition on `meeting_reply`: it takes seats, or waits for them."""


async def hold(meeting_id: int) -> db.Row | None:
    """A meeting as it is now; nobody else answers or changes it until this transaction has ended."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    return await db.row(f"SELECT * FROM meeting WHERE id = ?{lock}", meeting_id)


async def counts(meeting_id: int) -> tuple[int, int]:
    """Seats taken, and seats waited for."""
    found = await db.row(
        "SELECT coalesce(sum(CASE WHEN is_waiting THEN 0 ELSE 1 + guests END), 0) AS coming, "
        "coalesce(sum(CASE WHEN is_waiting THEN 1 + guests ELSE 0 END), 0) AS waiting "
        f"FROM meeting_reply WHERE meeting_id = ? AND {TAKEN}",
        meeting_id,
    )
    return (int(found["coming"]), int(found["waiting"])) if found else (0, 0)


async def settle(meeting: dict[str, Any]) -> list[int]:
    """Let whoever waits move up as far as there are seats, and keep the counts; says whose turn it was.

    To be called inside the transaction that holds the meeting. Once it has begun or is called off, nobody moves.
    """
    taken, waiting = await counts(meeting["id"])
    up: list[int] = []
    if waiting and meeting["cancelled_at"] is None and clock.now() < meeting["begins_at"]:
        up = await _move_up(meeting, taken)
        taken, waiting = await counts(meeting["id"])
    await db.execute("UPDATE meeting SET coming = ?, waiting = ? WHERE id = ?", taken, waiting, meeting["id"])
    return up


async def _move_up(meeting: dict[str, Any], taken: int) -> list[int]:
    rows = await db.rows(
        f"SELECT id, 1 + guests AS size FROM meeting_reply WHERE meeting_id = ? AND is_waiting = ? AND {TAKEN} "
        "ORDER BY at, id",
        meeting["id"],
        True,
    )
    turn = seats.moving_up(meeting["seats"], taken, [Party(row["id"], row["size"]) for row in rows])
    moved = await db.rows(
        f"UPDATE meeting_reply SET is_waiting = ? WHERE is_waiting = ? AND id IN ({db.marks(turn)}) "
        "RETURNING id, person_id",
        False,
        True,
        *[party.id for party in turn],
    )
    for row in moved:
        await record(
            "meeting.seated",
            actor=None,
            subject=("meeting", meeting["id"]),
            reply=row["id"],
            person=row["person_id"],
            title=meeting["title"],
            url=queries.address(meeting["id"], meeting["slug"]),
        )
    return [row["id"] for row in moved]


async def give_back(meeting_ids: list[int], person_id: int) -> None:
    """Somebody does not come to these meetings any more: those still to come move up. Inside a transaction."""
    for meeting_id in sorted(meeting_ids):
        held = await hold(meeting_id)
        sql = "UPDATE meeting_reply SET said = ?, is_waiting = ?, guests = 0 WHERE meeting_id = ? AND person_id = ?"
        if held and await db.execute(sql, Said.NO.value, False, meeting_id, person_id):
            await settle(held)
