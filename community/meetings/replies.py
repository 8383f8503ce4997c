"""Saying whether one comes: yes with guests, maybe, no. Seats go to whoever asked first, the others wait in line."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from community.meetings import places, queries, rules, seats
from community.meetings.models import Said
from community.meetings.queries import MeetingCard, ReplyLine
from kernel import clock, db, i18n
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from kernel.viewer import Viewer

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE = 5
"""Letters of a code that is read aloud at a door: none that could be taken for another."""
_ANSWER = (
    "INSERT INTO meeting_reply (meeting_id, person_id, email, name, lang, said, guests, note, is_online, is_waiting, "
    "is_proven, code, token, at, arrived_guests) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) "
    "ON CONFLICT (meeting_id, {whom}) DO UPDATE SET said = excluded.said, guests = excluded.guests, "
    "note = excluded.note, is_online = excluded.is_online, is_waiting = excluded.is_waiting, "
    "is_proven = excluded.is_proven, lang = excluded.lang, name = excluded.name, at = excluded.at RETURNING *"
)


@dataclass(frozen=True)
class Answer:
    """What somebody says: `is_online` is on screen, where others sit."""

    said: Said
    guests: int = 0
    note: str = ""
    is_online: bool = False


@dataclass(frozen=True)
class Whom:
    """A member, or somebody who proved an address."""

    person_id: int | None = None
    email: str | None = None
    name: str = ""


async def reply(viewer: Viewer, meeting: MeetingCard, answer: Answer) -> ReplyLine:
    """A member answers, or answers anew; Conflict where there is no room to bring more guests."""
    require(rules.may_reply(viewer, meeting), _("This meeting takes no answers any more."))
    async with db.transaction(light=True):
        return await put(Whom(person_id=viewer.id), meeting.id, answer)


async def put(whom: Whom, meeting_id: int, answer: Answer) -> ReplyLine:
    """The same for whoever may; inside a transaction. What becomes of the waiting list is settled in it."""
    held = await places.hold(meeting_id)
    if held is None or held["cancelled_at"] or clock.now() >= held["begins_at"]:
        raise Conflict(_("This meeting takes no answers any more."))
    answer = _fitting(held, answer)
    before = await _before(whom, meeting_id)
    given = await _given(held, before, answer)
    kept = await _keep(whom, held, answer, given, before)
    await record(
        "meeting.replied",
        actor=whom.person_id,
        subject=("meeting", meeting_id),
        reply=kept.id,
        said=kept.said.value,
        guests=kept.guests,
        is_waiting=kept.is_waiting,
        title=held["title"],
        url=queries.address(meeting_id, held["slug"]),
    )
    up = await places.settle(held)
    return queries.line_of({**vars(kept), "is_waiting": False}) if kept.id in up else kept


def _fitting(held: db.Row, answer: Answer) -> Answer:
    """An answer as far as the meeting has room for it at all."""
    comes = answer.said == Said.YES
    on_screen = comes and answer.is_online and bool(held["link"]) and bool(held["place"])
    guests = answer.guests if comes and not on_screen else 0
    if guests > held["most_guests"]:
        said = ngettext("One guest at most.", "%(most)s guests at most.", held["most_guests"])
        raise Conflict(
            said % {"most": i18n.format_number(held["most_guests"])}
            if held["most_guests"]
            else _("Everybody comes alone to this meeting.")
        )
    if comes and not on_screen and held["seats"] is not None and 1 + guests > held["seats"]:
        raise Conflict(_("There are not as many seats as that."))
    return Answer(answer.said, guests, answer.note, on_screen)


async def _before(whom: Whom, meeting_id: int) -> ReplyLine | None:
    column, value = ("person_id", whom.person_id) if whom.person_id else ("email", whom.email)
    sql = f"SELECT * FROM meeting_reply WHERE meeting_id = ? AND {column} = ? AND is_proven = ?"
    found = await db.row(sql, meeting_id, value, True)
    return queries.line_of(found) if found else None


async def _given(held: db.Row, before: ReplyLine | None, answer: Answer) -> seats.Given:
    """The seat or the place in line that an answer is given."""
    asked = 1 + answer.guests if answer.said == Said.YES and not answer.is_online else 0
    if not asked:
        return seats.Given(is_waiting=False, is_new=before is None or before.size > 0)
    taken, waiting = await places.counts(held["id"])
    had = before.size if before and not before.is_waiting else 0
    waited = before.size if before and before.is_waiting else 0
    given = seats.give(held["seats"], taken, had=had, waited=waited, asked=asked, is_list=waiting > waited)
    if given is None:
        raise Conflict(_("There is no seat left for another guest. You keep what you have."))
    return given


async def _keep(whom: Whom, held: db.Row, answer: Answer, given: seats.Given, before: ReplyLine | None) -> ReplyLine:
    """The row of an answer; a place in line that is kept keeps its moment."""
    column = "person_id" if whom.person_id else "email"
    values: tuple[Any, ...] = (
        held["id"],
        whom.person_id,
        whom.email,
        whom.name,
        i18n.language.get(),
        answer.said.value,
        answer.guests,
        answer.note,
        answer.is_online,
        given.is_waiting,
        True,
        await code(held["id"]),
        secrets.token_hex(24),
        clock.now() if given.is_new or before is None else before.at,
    )
    found = await db.row(_ANSWER.format(whom=column), *values)
    if found is None:
        raise LookupError("an answer is written or raises")
    return queries.line_of(found)


async def code(meeting_id: int) -> str:
    """A code that nobody else has at this meeting; its row is held, so that none is given twice."""
    used = {row["code"] for row in await db.rows("SELECT code FROM meeting_reply WHERE meeting_id = ?", meeting_id)}
    while True:
        found = "".join(secrets.choice(ALPHABET) for _letter in range(CODE))
        if found not in used:
            return found
