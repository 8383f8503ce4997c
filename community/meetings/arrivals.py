"""Who is there: hosts check people in by name or by the code that each of them has, guests included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.meetings import queries, rules
from community.meetings.models import Said
from community.meetings.queries import MeetingCard, ReplyLine
from community.people import queries as people
from kernel import clock, db
from kernel.errors import Conflict, Missing, require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Comer:
    """Somebody on the hosts' list; `guests` says of each of theirs whether they are there."""

    id: int
    name: str
    code: str
    note: str
    is_waiting: bool
    arrived_at: datetime | None
    guests: list[bool]

    @property
    def is_here(self) -> bool:
        """With all their guests."""
        return self.arrived_at is not None and all(self.guests)


async def roll(meeting_id: int) -> list[Comer]:
    """Those who said yes and sit here, by name; those who wait at the end."""
    lines = [line for line in await queries.replies(meeting_id) if not line.is_online]
    cards = await people.names([line.person_id for line in lines if line.person_id])
    found = []
    for line in lines:
        card = cards.get(line.person_id or 0)
        name = card.name if card else line.name or _("Somebody who has no account here yet")
        guests = [bool(line.arrived_guests >> n & 1) for n in range(line.guests)]
        found.append(Comer(line.id, name, line.code, line.note, line.is_waiting, line.arrived_at, guests))
    return sorted(found, key=lambda one: (one.is_waiting, one.is_here, one.name.casefold(), one.id))


async def on_screen(meeting_id: int) -> int:
    """How many come on screen, where others sit."""
    return sum(line.is_online and line.comes for line in await queries.replies(meeting_id))


async def arrive(viewer: Viewer, meeting: MeetingCard, said: str) -> ReplyLine:
    """Check in whoever has this code, or with `-1`, `-2` behind it their first or second guest; once each."""
    require(rules.may_keep(viewer, meeting))
    word, _dash, guest = said.upper().replace(" ", "").partition("-")
    found = await db.row(
        "SELECT * FROM meeting_reply WHERE meeting_id = ? AND code = ? AND is_proven = ? AND said <> ?",
        meeting.id,
        word,
        True,
        Said.NO.value,
    )
    if found is None:
        raise Missing(_("Nobody has this code. Look for the name below."))
    line = queries.line_of(found)
    nth = int(guest) if guest.isascii() and guest.isdecimal() and len(guest) < 3 else 0
    if guest and not 1 <= nth <= line.guests:
        raise Missing(_("There is no such guest. Look for the name below."))
    if not await _mark(line, nth):
        raise Conflict(_("Checked in already."))
    return line


async def _mark(line: ReplyLine, guest: int) -> bool:
    """Write that somebody came; untrue when that was written before."""
    async with db.transaction(light=True):
        if not guest:
            sql = "UPDATE meeting_reply SET arrived_at = ? WHERE id = ? AND arrived_at IS NULL"
            return bool(await db.execute(sql, clock.now(), line.id))
        bit = 1 << (guest - 1)
        sql = "UPDATE meeting_reply SET arrived_guests = arrived_guests + ? WHERE id = ? AND (arrived_guests & ?) = 0"
        return bool(await db.execute(sql, bit, line.id, bit))


async def undo(viewer: Viewer, meeting: MeetingCard, reply_id: int) -> None:
    """It was somebody else: neither they nor their guests are here."""
    require(rules.may_keep(viewer, meeting))
    async with db.transaction(light=True):
        sql = "UPDATE meeting_reply SET arrived_at = NULL, arrived_guests = 0 WHERE id = ? AND meeting_id = ?"
        if not await db.execute(sql, reply_id, meeting.id):
            raise Missing()
