"""Letters to those who answered a meeting, each with an invitation that their calendar keeps up to date (RFC 5546)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from community.inbox import links
from community.inbox import queries as inbox
from community.inbox.registry import Reader, kind_of
from community.meetings import entries, feed_queries, queries, recurrence, visits, wording
from community.meetings.cards import ReplyLine, address
from community.meetings.models import Said
from kernel import calendars, clock, db, i18n, mail, sessions, site, text
from kernel.calendars import Somebody
from kernel.features import Reaction, the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.mail import Invitation
from kernel.viewer import STRANGER, Viewer

AT_ONCE = 25
CHANGES = ("meeting.seated", "meeting.changed", "meeting.cancelled", "meeting.reminder")
COMING = "meeting.coming"
"""The kind of notice by whose wish members are sent what they asked for by coming."""
TOLD = {"title", "begins", "ends", "zone", "place", "link", "cost"}
"""What of a meeting a calendar or a purse must know; other changes send no letter."""
SAID = {
    "meeting.replied": mark("You come to “%(title)s”"),
    "meeting.seated": mark("A place is yours: “%(title)s”"),
    "meeting.changed": mark("“%(title)s” has changed"),
    "meeting.cancelled": mark("“%(title)s” is called off"),
    "meeting.reminder": mark("Soon: “%(title)s”"),
    "declined": mark("You do not come to “%(title)s”"),
    "meeting.freed": mark("You do not come to “%(title)s”"),
}
OFF = ("meeting.cancelled", "declined", "meeting.freed")
WHAT = {
    "title": mark("the title"),
    "begins": mark("the time"),
    "ends": mark("the time"),
    "zone": mark("the time"),
    "place": mark("the place"),
    "link": mark("the address on screen"),
    "cost": mark("who pays what"),
}
STATES = {Said.YES: "ACCEPTED", Said.MAYBE: "TENTATIVE", Said.NO: "DECLINED"}


@dataclass(frozen=True)
class Recipient:
    """Whom a letter goes to, with the address that stops such letters."""

    address: str
    name: str
    person_id: int | None = None
    stop: str = ""


async def confirm(event: db.Row) -> None:
    """Whoever comes is invited; whoever comes no more has it taken out of their calendar again."""
    reply = await _reply(event["data"]["reply"])
    if reply is None or reply.said != event["data"]["said"] or not reply.is_proven:
        return  # what was said since tells its own story
    if reply.comes or (reply.said == Said.NO and await _was_invited(reply)):
        if reply.person_id is None:
            await _to_stranger(reply, event)
            return
        await _to_account(reply, event)


async def let_off(event: db.Row) -> None:
    """Whoever left a club has its meetings taken out of their calendar, in the words they knew them by."""
    reply = await _reply(event["data"]["reply"])
    if reply is not None and reply.said == Said.NO and await _was_invited(reply):
        await _to_account(reply, event)


async def _to_account(reply: ReplyLine, event: db.Row) -> None:
    """To a member who wishes such letters."""
    kind = kind_of(COMING)
    for reader in await inbox.readers(kind, [reply.person_id or 0]) if kind else ():
        if reader.is_mailed:
            with i18n.speaking(reader.language or (await site.current()).language, _zone(reader.zone)):
                await _to(_recipient(reader, links.stop(reader.id, COMING)), await _viewer(reply), reply, event)


async def tell_strangers(event: db.Row) -> None:
    """Those without an account who answered hear of what becomes of it, a few at a time."""
    if event["kind"] == "meeting.changed" and not TOLD & set(event["data"]["what"]):
        return
    ids, only = _meetings(event), event["data"].get("reply") if event["kind"] == "meeting.seated" else None
    while found := await _unwritten(ids, event["id"], only):
        for reply in found:
            await _to_stranger(reply, event)


async def to_member(reader: Reader, event: db.Row, stop: str) -> None:
    """The letter of a notice: one for each of its meetings that the member answered."""
    for meeting_id in _meetings(event):
        reply = await queries.reply_of(meeting_id, reader.id)
        if reply is not None and reply.said != Said.NO:
            await _to(_recipient(reader, stop), await _viewer(reply), reply, event)


async def _to_stranger(reply: ReplyLine, event: db.Row) -> None:
    with i18n.speaking(reply.lang or (await site.current()).language, the_house().settings.zone):
        await _to(Recipient(reply.email or "", reply.name), STRANGER, reply, event)


async def _to(whom: Recipient, viewer: Viewer, reply: ReplyLine, event: db.Row) -> None:
    """One letter, once for an answer and an event; nothing of a meeting that is over, or that its reader sees no more."""
    row = await _told(viewer, reply, event)
    async with db.transaction(quiet=True):
        fresh = await db.rows(
            "INSERT INTO meeting_letter (reply_id, event_id) VALUES (?, ?) "
            "ON CONFLICT (reply_id, event_id) DO NOTHING RETURNING id",
            reply.id,
            event["id"],
        )
        if fresh and row is not None and clock.now() < row["ends_at"]:
            await _write(whom, {**row, "said": reply.said, "is_waiting": reply.is_waiting}, reply, event)


async def _told(viewer: Viewer, reply: ReplyLine, event: db.Row) -> db.Row | None:
    """The meeting as its reader sees it; as they saw it last when they see it no more because they left its club."""
    if event["kind"] != "meeting.freed":
        return await feed_queries.one(viewer, reply.meeting_id)
    row = (await feed_queries.by_ids([reply.meeting_id])).get(reply.meeting_id)
    known = {name: event["data"][name] for name in ("title", "begins", "ends", "zone", "place")}
    for name in ("begins", "ends"):
        known[f"{name}_at"] = recurrence.moment(datetime.fromisoformat(known[name]), known["zone"])
    known["slug"] = text.slug(known["title"])
    return {**row, **known, "body": "", "link": "", "cost": "", "reason": ""} if row else None


async def _write(whom: Recipient, row: Mapping[str, Any], reply: ReplyLine, event: db.Row) -> None:
    kind = "declined" if event["kind"] == "meeting.replied" and reply.said == Said.NO else event["kind"]
    begins, ends = (datetime.fromisoformat(row[name]) for name in ("begins", "ends"))
    changed = dict.fromkeys(_(WHAT[name]) for name in event["data"].get("what", ()) if name in WHAT)
    await mail.write(
        whom.address,
        "meeting",
        subject=(_(SAID[kind]) % {"title": row["title"]})[:200],
        person=whom.person_id,
        unsubscribe=whom.stop,
        invitation=await _invitation(whom, row, reply, is_off=kind in OFF),
        name=whom.name,
        kind=kind,
        off=OFF,
        reply=reply,
        when=wording.span(begins, ends),
        zone=wording.zone_name(row["zone"]),
        place=row["place"],
        link=row["link"] if reply.comes else "",
        cost=row["cost"],
        reason=row["reason"],
        changed=i18n.format_list(list(changed)),
        url=_url(row, reply, kind),
        why=_("You get this because you said that you come, or may come, to this meeting."),
    )


def _url(row: Mapping[str, Any], reply: ReplyLine, kind: str) -> str:
    """Where the letter leads: without an account to one's own answer, and nowhere where the reader may not go."""
    if kind == "meeting.freed":
        return ""
    return visits.link(reply) if reply.person_id is None else address(row["id"], row["slug"])


async def _invitation(whom: Recipient, row: Mapping[str, Any], reply: ReplyLine, *, is_off: bool) -> Invitation | None:
    """What a calendar acts on; nothing for who waits, whose place it would show."""
    if reply.is_waiting and not is_off:
        return None
    settings, method = the_house().settings, "CANCEL" if is_off else "REQUEST"
    host = Somebody(row["club_name"] or (await site.current()).name, settings.mail_from)
    guest = Somebody(whom.name, whom.address, STATES[reply.said])
    entry = replace(entries.of_one(row), organizer=host, attendee=guest, is_cancelled=is_off)
    return Invitation(calendars.written([entry], method=method).decode(), method)


async def _unwritten(ids: list[int], event_id: int, only: int | None) -> list[ReplyLine]:
    """The next without an account who come or may come, and were not written to about an event."""
    one, values = (" AND r.id = ?", [only]) if only else ("", [])
    rows = await db.rows(
        f"SELECT r.* FROM meeting_reply r WHERE r.meeting_id IN ({db.marks(ids)}) AND r.person_id IS NULL "
        f"AND r.is_proven = ? AND r.said <> ?{one} "
        "AND NOT EXISTS (SELECT 1 FROM meeting_letter l WHERE l.reply_id = r.id AND l.event_id = ?) "
        f"ORDER BY r.id LIMIT {AT_ONCE}",
        *ids,
        True,
        Said.NO.value,
        *values,
        event_id,
    )
    return [queries.line_of(row) for row in rows]


async def _reply(number: int) -> ReplyLine | None:
    found = await db.row("SELECT * FROM meeting_reply WHERE id = ?", number)
    return queries.line_of(found) if found else None


async def _was_invited(reply: ReplyLine) -> bool:
    return bool(await db.rows("SELECT id FROM meeting_letter WHERE reply_id = ? LIMIT 1", reply.id))


async def _viewer(reply: ReplyLine) -> Viewer:
    return await sessions.viewer_of(reply.person_id or 0)


def _recipient(reader: Reader, stop: str) -> Recipient:
    return Recipient(reader.email, reader.name, reader.id, stop)


def _meetings(event: db.Row) -> list[int]:
    return list(event["data"].get("meetings") or [event["subject_id"]])


def _zone(zone: str) -> str:
    return zone or str(the_house().settings.zone)


reactions = [
    Reaction("meeting.coming", ("meeting.replied",), confirm),
    Reaction("meeting.leaving", ("meeting.freed",), let_off),
    Reaction("meeting.strangers", CHANGES, tell_strangers),
]
