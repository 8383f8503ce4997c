"""What came of a meeting: notes, decisions, a recording for some, and what was asked for, taken to the board."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from community.clubs.queries import audience_of
from community.meetings import agenda, rules
from community.meetings.cards import MeetingCard, ReplyLine
from community.meetings.models import AgendaItem
from kernel import clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import EVERYONE, MEMBERS, Viewer

CAME = "came"
"""Whom a recording is for: those who were checked in, or said that they come."""


@dataclass(frozen=True)
class Desk:
    """Where what was asked for goes: the boards that a viewer may choose for a club's meeting, and putting it on one."""

    boards: Callable[[Viewer, int | None], Awaitable[list[tuple[str, str]]]]
    propose: Callable[..., Awaitable[int]]


@dataclass(frozen=True)
class Minutes:
    """What a host writes down."""

    notes: str = ""
    asked_for: str = ""
    recording: str = ""
    recording_for: str = MEMBERS


def desk() -> Desk | None:
    """The board's, where there is one."""
    found: list[Desk] = the_house().registered("meeting.desk")
    return found[0] if found else None


def watchers(meeting: MeetingCard) -> list[tuple[str, str]]:
    """Whom a recording may be for: never more people than may read the meeting."""
    found = [(CAME, _("Those who came")), (meeting.audience, _("Whoever may read this page"))]
    if meeting.club_id and meeting.audience in (EVERYONE, MEMBERS):
        found.insert(1, (audience_of(meeting.club_id), _("The club’s members")))
    return found


def may_watch(viewer: Viewer, meeting: MeetingCard, mine: ReplyLine | None) -> bool:
    """Is the recording for this viewer? Whoever keeps the meeting sees what they gave."""
    if not meeting.recording:
        return False
    if rules.may_keep(viewer, meeting):
        return True
    if meeting.recording_for == CAME:
        return bool(mine and (mine.arrived_at or mine.comes))
    return viewer.within(meeting.recording_for)


async def write(
    viewer: Viewer, meeting: MeetingCard, told: Minutes, decisions: Mapping[int, str], *, tells: bool = False
) -> None:
    """Keep what came of a meeting; whoever answered, and the club, hear of it where it is said so."""
    require(rules.may_keep(viewer, meeting))
    if not meeting.has_begun:
        raise Conflict(_("What came of a meeting is written down once it has begun."))
    async with db.transaction():
        await db.execute(
            "UPDATE meeting SET notes = ?, asked_for = ?, recording = ?, recording_for = ? WHERE id = ?",
            told.notes,
            told.asked_for,
            told.recording,
            told.recording_for,
            meeting.id,
        )
        for number, decision in sorted(decisions.items()):
            await AgendaItem.filter(id=number, meeting_id=meeting.id).update(decision=decision)
        if tells:
            await record(
                "meeting.noted",
                actor=viewer.id,
                subject=("meeting", meeting.id),
                title=meeting.title,
                url=meeting.url,
                club=meeting.club_id,
            )


async def ask(viewer: Viewer, meeting: MeetingCard, *, board: str, title: str, body: str) -> int:
    """Put something that was asked for on a board, as an idea of its host's that names the meeting; says its number."""
    require(rules.may_keep(viewer, meeting))
    taken = desk()
    if taken is None:
        raise Conflict(_("There is no board to take it to."))
    async with db.transaction():
        await db.rows(f"SELECT id FROM meeting WHERE id = ?{'' if db.on_sqlite() else ' FOR UPDATE'}", meeting.id)
        idea = await taken.propose(viewer, board, club_id=meeting.club_id, title=title, body=body)
        last = await db.value("SELECT coalesce(max(position), 0) FROM agenda_item WHERE meeting_id = ?", meeting.id)
        await AgendaItem.create(
            meeting_id=meeting.id, position=max(last, agenda.MOST) + 1, words=title, kind=agenda.ASKED, subject=idea
        )
        await record("meeting.asked", actor=viewer.id, subject=("meeting", meeting.id), idea=idea, title=meeting.title)
    return idea


async def before(meeting: MeetingCard) -> int | None:
    """The meeting before this one, of the same series or else the same club, that asked for something."""
    if not (meeting.series_id or meeting.club_id):
        return None
    where, value = ("m.series_id = ?", meeting.series_id) if meeting.series_id else ("m.club_id = ?", meeting.club_id)
    found = await db.value(
        f"SELECT m.id FROM meeting m WHERE {where} AND m.begins_at < ? AND m.begins_at <= ? AND m.cancelled_at IS NULL "
        "AND (m.asked_for <> '' OR EXISTS (SELECT 1 FROM agenda_item a WHERE a.meeting_id = m.id AND a.kind = ?)) "
        "ORDER BY m.begins_at DESC LIMIT 1",
        value,
        meeting.begins_at,
        clock.now(),
        agenda.ASKED,
    )
    return int(found) if found else None


def decided(numbers: Sequence[str], texts: Sequence[str]) -> dict[int, str]:
    """Decisions as a form sends them: numbers of lines beside their words."""
    return {
        int(number): text
        for number, text in zip(numbers, texts, strict=False)
        if number.isdecimal() and len(number) < 10
    }
