"""Answers without an account: asked for with an address, and counted once a letter has proven it."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Any

from community.meetings import queries, replies, rules, wording
from community.meetings.models import Said
from community.meetings.queries import MeetingCard, ReplyLine
from community.meetings.replies import Answer, Whom
from kernel import clock, db, i18n, mail
from kernel.errors import Conflict, Missing, require
from kernel.features import Job, the_house
from kernel.i18n import gettext as _
from kernel.viewer import EVERYONE

UNPROVEN = timedelta(days=14)
"""How long an address that was never confirmed is kept."""
NOTES = timedelta(days=7)
"""How long after a meeting what hosts were told is kept."""
ADDRESSES = timedelta(days=60)
"""The same for the names and addresses of those without an account."""
_ASK = (
    "INSERT INTO meeting_reply (meeting_id, email, name, lang, said, guests, note, is_online, is_waiting, is_proven, "
    "code, token, at, arrived_guests) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) "
    "ON CONFLICT (meeting_id, email) DO UPDATE SET name = excluded.name, lang = excluded.lang, said = excluded.said, "
    "guests = excluded.guests, note = excluded.note, is_online = excluded.is_online, at = excluded.at "
    "WHERE meeting_reply.is_proven IS NOT TRUE"
)


def may_visit(meeting: MeetingCard) -> bool:
    """Does it take answers from people without an account now?"""
    return (
        meeting.takes_strangers and meeting.audience == EVERYONE and not meeting.is_private and rules.is_open(meeting)
    )


async def ask(meeting: MeetingCard, answer: Answer, *, name: str, email: str) -> None:
    """Keep an answer that takes no seat yet, and write to its address."""
    require(may_visit(meeting), _("This meeting takes no answers any more."))
    async with db.transaction(light=True):
        await db.execute(
            _ASK,
            meeting.id,
            email,
            name,
            i18n.language.get(),
            answer.said.value,
            answer.guests,
            answer.note,
            answer.is_online,
            False,
            False,
            await replies.code(meeting.id),
            secrets.token_hex(24),
            clock.now(),
        )
        kept = await db.row("SELECT * FROM meeting_reply WHERE meeting_id = ? AND email = ?", meeting.id, email)
        if kept:
            await _write(meeting, queries.line_of(kept))


async def confirm(line: ReplyLine) -> ReplyLine:
    """The address is proven: its answer counts from now on."""
    return await change(line, Answer(line.said, line.guests, line.note, line.is_online))


async def change(line: ReplyLine, answer: Answer) -> ReplyLine:
    """Another answer by the link of the letter; Conflict where the same person answered with their account."""
    async with db.transaction(light=True):
        twice = await db.value(
            "SELECT r.id FROM meeting_reply r JOIN person p ON p.id = r.person_id WHERE r.meeting_id = ? AND p.email = ? "
            "AND r.said = ?",
            line.meeting_id,
            line.email,
            Said.YES.value,
        )
        if twice and answer.said == Said.YES:
            raise Conflict(_("You answered with your account already."))
        return await replies.put(Whom(email=line.email, name=line.name), line.meeting_id, answer)


async def find(word: str) -> ReplyLine:
    """The answer that a letter's link names; Missing for a link that we did not write."""
    number, _dash, mac = word.partition("-")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        found = await db.row("SELECT * FROM meeting_reply WHERE id = ? AND email IS NOT NULL", int(number))
        if found and hmac.compare_digest(mac.encode(), _sign(found["token"]).encode()):
            return queries.line_of(found)
    raise Missing(_("This link is not one of ours, or a part of it was lost."))


def link(line: ReplyLine) -> str:
    """The address in a letter; what is in the database alone does not open it."""
    return f"/replies/{line.id}-{_sign(line.token)}"


def _sign(token: str) -> str:
    return hmac.new(the_house().settings.key, f"reply:{token}".encode(), "sha256").hexdigest()[:32]


async def _write(meeting: MeetingCard, kept: ReplyLine) -> None:
    await mail.write(
        str(kept.email),
        "visit",
        subject=_("Your answer to “%(title)s”") % {"title": meeting.title},
        title=meeting.title,
        when=wording.span(meeting.begins, meeting.ends),
        where=wording.where(meeting),
        known=kept.is_proven,
        url=link(kept),
        why=_("You get this because somebody, we hope you, answered a meeting with this address."),
    )


async def forget() -> None:
    """What was kept for a meeting goes when it has served: unproven addresses, words to hosts, visitors' names."""
    now = clock.now()
    await db.execute("DELETE FROM meeting_reply WHERE is_proven IS NOT TRUE AND at < ?", now - UNPROVEN)
    ended: list[Any] = [now - NOTES]
    over = "meeting_id IN (SELECT m.id FROM meeting m WHERE m.ends_at < ?)"
    await db.execute(f"UPDATE meeting_reply SET note = '' WHERE note <> '' AND {over}", *ended)
    ended = [now - ADDRESSES]
    await db.execute(f"UPDATE meeting_reply SET email = NULL, name = '' WHERE email IS NOT NULL AND {over}", *ended)


jobs = [Job("meetings.forget", forget, every=86_400)]
