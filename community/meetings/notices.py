"""Who hears of meetings: the club of a new one, whoever answered of what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.clubs import queries as clubs
from community.inbox.registry import Data, NoticeKind
from community.meetings import invitations, queries
from community.meetings.models import Said
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ADDRESS = re.compile(r"/meetings/([0-9]{1,9})(?![0-9])")
SEE = mark("See the meeting")
WHY = mark("You get this because you said that you come, or may come, to this meeting.")
CLUB_WHY = mark("You get this because you belong to the club.")


async def _club(event: db.Row) -> list[int]:
    """The club's members, of a meeting of theirs."""
    club = event["data"].get("club")
    return await clubs.member_ids(club) if club else []


async def _answered(event: db.Row) -> list[int]:
    """Members who come or may come to one of an event's meetings."""
    ids = event["data"].get("meetings") or [event["subject_id"]]
    rows = await db.rows(
        "SELECT DISTINCT person_id FROM meeting_reply WHERE person_id IS NOT NULL AND said <> ? "
        f"AND meeting_id IN ({db.marks(ids)}) ORDER BY person_id",
        Said.NO.value,
        *ids,
    )
    return [row["person_id"] for row in rows]


async def _concerned(event: db.Row) -> list[int]:
    """The same, of a change that a calendar or a purse must know of."""
    return await _answered(event) if invitations.TOLD & set(event["data"].get("what", ())) else []


async def _seated(event: db.Row) -> list[int]:
    person = event["data"].get("person")
    return [person] if person else []


async def _there(event: db.Row) -> list[int]:
    """Whoever answered, and the club whose meeting it was."""
    return [*await _answered(event), *await _club(event)]


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of meetings that are not shown to the viewer."""
    asked = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    shown = await queries.cards(viewer, sorted(set(asked.values()))) if asked else {}
    return {url for url, number in asked.items() if number not in shown}


def _announced(data: Data) -> str:
    said = {"title": data.get("title", ""), "club": data.get("club_name", "")}
    return _("A new meeting of %(club)s: “%(title)s”.") % said


def _place(data: Data) -> str:
    return _("A place is yours: “%(title)s”.") % {"title": data.get("title", "")}


def _changed(data: Data) -> str:
    return _("“%(title)s” has changed.") % {"title": data.get("title", "")}


def _cancelled(data: Data) -> str:
    return _("“%(title)s” is called off. %(reason)s") % {
        "title": data.get("title", ""),
        "reason": data.get("reason", ""),
    }


def _soon(data: Data) -> str:
    return _("Soon: “%(title)s”.") % {"title": data.get("title", "")}


def _noted(data: Data) -> str:
    return _("What came of “%(title)s” is written down.") % {"title": data.get("title", "")}


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/meetings")


_letter = invitations.to_member
notices = [
    NoticeKind(
        "meeting.announced",
        ("meeting.announced",),
        mark("A new meeting of your clubs"),
        _club,
        _announced,
        _url,
        verb=SEE,
        why=CLUB_WHY,
    ),
    NoticeKind(
        invitations.COMING,
        ("meeting.seated",),
        mark("Your place at a meeting, with the invitation for your calendar"),
        _seated,
        _place,
        _url,
        why=WHY,
        letter=_letter,
    ),
    NoticeKind(
        "meeting.changed",
        ("meeting.changed",),
        mark("A meeting you come to has changed"),
        _concerned,
        _changed,
        _url,
        why=WHY,
        letter=_letter,
    ),
    NoticeKind(
        "meeting.cancelled",
        ("meeting.cancelled",),
        mark("A meeting you come to is called off"),
        _answered,
        _cancelled,
        _url,
        why=WHY,
        letter=_letter,
    ),
    NoticeKind(
        "meeting.reminder",
        ("meeting.reminder",),
        mark("A meeting you come to is near"),
        _answered,
        _soon,
        _url,
        why=WHY,
        letter=_letter,
    ),
    NoticeKind(
        "meeting.noted",
        ("meeting.noted",),
        mark("What came of a meeting"),
        _there,
        _noted,
        _url,
        default_mail=False,
        verb=SEE,
        why=CLUB_WHY,
    ),
]
