"""Seats kept aside for somebody to give: the meeting counts so many less, until one is given, taken back or let go.

All inside the caller's transaction, which holds the meeting from the first of them on.
"""

from __future__ import annotations

import secrets

from community.meetings import places, queries, replies
from community.meetings.models import Said
from kernel import clock, db, i18n
from kernel.errors import Conflict
from kernel.events import record
from kernel.i18n import gettext as _

_SEAT = (
    "INSERT INTO meeting_reply (meeting_id, person_id, name, lang, said, guests, note, is_online, is_waiting, is_proven, "
    "code, token, at, arrived_guests) VALUES (?, ?, '', ?, 'yes', 0, '', ?, ?, ?, ?, ?, ?, 0) "
    "ON CONFLICT (meeting_id, person_id) DO UPDATE SET said = 'yes', guests = 0, is_online = excluded.is_online, "
    "is_waiting = excluded.is_waiting, at = excluded.at RETURNING id"
)


async def keep_aside(meeting_id: int, seats: int) -> None:
    """Take free seats away from those that anybody may have; Conflict where there are not so many, or somebody waits."""
    held = await _open(meeting_id)
    if seats <= 0 or held["seats"] is None:
        return
    taken, waiting = await places.counts(meeting_id)
    if waiting or held["seats"] - taken < seats:
        raise Conflict(_("This meeting has not as many free seats as that."))
    await _count(meeting_id, -seats)


async def let_go(meeting_id: int, seats: int) -> None:
    """Seats kept aside are for everybody again, first for whoever waits."""
    held = await places.hold(meeting_id)
    if held is None or seats <= 0 or held["seats"] is None:
        return
    await _count(meeting_id, seats)
    await places.settle({**held, "seats": held["seats"] + seats})


async def seat(meeting_id: int, person_id: int) -> None:
    """Give one of the seats kept aside to a member, alone; Conflict for one who sits there already, or once it has begun."""
    held = await _open(meeting_id)
    before = await queries.reply_of(meeting_id, person_id)
    if before and before.said == Said.YES and not before.is_waiting and not before.is_online:
        raise Conflict(_("You have a seat at this meeting already."))
    await _count(meeting_id, 1)
    reply = await db.value(
        _SEAT,
        meeting_id,
        person_id,
        i18n.language.get(),
        False,
        False,
        True,
        await replies.code(meeting_id),
        secrets.token_hex(24),
        clock.now(),
    )
    await record(
        "meeting.replied",
        actor=person_id,
        subject=("meeting", meeting_id),
        reply=int(reply),
        said=Said.YES.value,
        guests=0,
        is_waiting=False,
        title=held["title"],
        url=queries.address(meeting_id, held["slug"]),
    )
    await places.settle({**held, "seats": held["seats"] and held["seats"] + 1})


async def unseat(meeting_id: int, person_id: int) -> bool:
    """Somebody gives such a seat back: is it kept aside again? Not where they left it before and others have it now."""
    held = await places.hold(meeting_id)
    if held is None or held["seats"] is None or clock.now() >= held["begins_at"]:
        return held is not None
    before = await queries.reply_of(meeting_id, person_id)
    if before and before.said == Said.YES:
        sql = "UPDATE meeting_reply SET said = ?, is_waiting = ?, guests = 0 WHERE id = ?"
        await db.execute(sql, Said.NO.value, False, before.id)
    taken, waiting = await places.counts(meeting_id)
    sat = before is not None and before.size > 0 and not before.is_waiting
    is_aside = taken < held["seats"] and (sat or not waiting)
    if is_aside:
        await _count(meeting_id, -1)
    await places.settle({**held, "seats": held["seats"] - is_aside})
    return is_aside


async def _open(meeting_id: int) -> db.Row:
    held = await places.hold(meeting_id)
    if held is None or held["cancelled_at"] or held["hidden_at"] or clock.now() >= held["begins_at"]:
        raise Conflict(_("This meeting takes no answers any more."))
    return held


async def _count(meeting_id: int, more: int) -> None:
    """A calendar need not hear of it: `sequence` stays."""
    await db.execute("UPDATE meeting SET seats = seats + ? WHERE id = ? AND seats IS NOT NULL", more, meeting_id)
