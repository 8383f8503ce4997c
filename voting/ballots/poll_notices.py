"""Who hears that a ballot opened, that it closes soon and they have not voted, what came of it, and that it was called off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from community.inbox.registry import Data, NoticeKind
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer
from voting.ballots import closing, electorate, poll_queries
from voting.ballots.plans import CASTING

ADDRESS = re.compile(r"/ballots/(\d{1,9})\b")
WHY = mark("You get this because you may vote in it.")
_IN_SIGHT = (
    "(k.id IS NULL OR k.is_private IS NOT TRUE OR EXISTS (SELECT 1 FROM membership m WHERE m.club_id = k.id "
    "AND m.person_id = {person} AND m.stands IS TRUE))"
)
"""Who left a private club hears nothing of it any more."""


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of ballots that are not shown to the viewer."""
    asked = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    if not asked:
        return set()
    shown = await poll_queries.cards(viewer, sorted(set(asked.values())))
    return {url for url, number in asked.items() if number not in shown}


async def _electors(event: db.Row) -> list[int]:
    return await _among(event["subject_id"], "e.id > 0")


async def _voters(event: db.Row) -> list[int]:
    return await _among(event["subject_id"], "e.cast_at IS NOT NULL")


async def _invited(event: db.Row) -> list[int]:
    """Those who may vote: written down at the opening, or for one frozen at casting whoever belongs now."""
    return await _electors(event) or await _of_audience(event["subject_id"])


async def _late(event: db.Row) -> list[int]:
    """The same but for those who have voted."""
    voted = set(await _voters(event))
    return [person for person in await _everybody(event["subject_id"]) if person not in voted]


async def _everybody(ballot: int) -> list[int]:
    return sorted({*await _among(ballot, "e.id > 0"), *await _of_audience(ballot)})


async def _among(ballot: int, condition: str) -> list[int]:
    rows = await db.rows(
        "SELECT e.person_id AS id FROM elector e JOIN ballot b ON b.id = e.ballot_id LEFT JOIN club k ON k.id = b.club_id "
        f"WHERE b.id = ? AND b.hidden_at IS NULL AND {condition} AND {_IN_SIGHT.format(person='e.person_id')} "
        "ORDER BY e.person_id",
        ballot,
    )
    return [row["id"] for row in rows]


async def _of_audience(ballot: int) -> list[int]:
    told = await db.row("SELECT audience, meeting_id, frozen, hidden_at, club_id FROM ballot WHERE id = ?", ballot)
    if told is None or told["hidden_at"] or told["frozen"] != CASTING:
        return []
    sql, values = await electorate.people(told["audience"], told["meeting_id"])
    rows = await db.rows(
        f"SELECT q.id FROM ({sql}) q LEFT JOIN club k ON k.id = ? WHERE {_IN_SIGHT.format(person='q.id')} ORDER BY q.id",
        *values,
        told["club_id"],
    )
    return [row["id"] for row in rows]


def _said(data: Data) -> dict[str, str]:
    until = str(data.get("until") or "")
    moment = i18n.format_datetime(datetime.fromisoformat(until)) if until else ""
    reason = closing.reason_of(str(data.get("reason") or ""))
    return {"title": str(data.get("title", "")), "until": moment, "reason": reason}


def _opened(data: Data) -> str:
    return _("“%(title)s” is open: you may vote.") % _said(data)


def _reminder(data: Data) -> str:
    return _("“%(title)s” closes on %(until)s, and you have not voted.") % _said(data)


def _closed(data: Data) -> str:
    return _("The result of “%(title)s” is there.") % _said(data)


def _cancelled(data: Data) -> str:
    return _("“%(title)s” is called off. %(reason)s") % _said(data)


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/ballots")


notices = [
    NoticeKind(
        "ballot.opened",
        ("ballot.opened",),
        mark("A ballot in which you may vote opens"),
        _invited,
        _opened,
        _url,
        verb=mark("Vote"),
        why=WHY,
    ),
    NoticeKind(
        "ballot.reminder",
        ("ballot.reminder",),
        mark("A ballot closes soon and you have not voted"),
        _late,
        _reminder,
        _url,
        verb=mark("Vote"),
        why=WHY,
    ),
    NoticeKind(
        "ballot.closed",
        ("ballot.closed",),
        mark("The result of a ballot in which you could vote"),
        _electors,
        _closed,
        _url,
        default_mail=False,
        verb=mark("See the result"),
        why=WHY,
    ),
    NoticeKind(
        "ballot.cancelled",
        ("ballot.cancelled",),
        mark("A ballot in which you voted is called off"),
        _voters,
        _cancelled,
        _url,
        verb=mark("See why"),
        why=WHY,
    ),
]
