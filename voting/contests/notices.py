"""Who hears of a place in a jury, of marks still to give, of a result and of feedback."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from ideas.challenges.notices import entrants
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.contests import queries

WHY = mark("You get this because you entered or judge a challenge.")


async def _named(event: db.Row) -> list[int]:
    return [int(event["data"]["person"])]


async def _waited_for(event: db.Row) -> list[int]:
    return [one.person_id for one in await queries.jury(event["subject_id"]) if one.done_at is None]


async def _part(event: db.Row) -> list[int]:
    """Those who entered, and the jury."""
    jury = {one.person_id for one in await queries.jury(event["subject_id"])}
    return sorted(jury | await entrants(event["subject_id"]))


def _juror(data: Data) -> str:
    return _("You are asked to judge “%(title)s”.") % {"title": data.get("title", "")}


def _closing(data: Data) -> str:
    return _("“%(title)s”: one more day to hand in your marks.") % {"title": data.get("title", "")}


def _decided(data: Data) -> str:
    return _("The result of “%(title)s” is out. Thank you to all who took part.") % {"title": data.get("title", "")}


def _said(data: Data) -> str:
    said = {"actor": data.get("actor") or _("The team"), "title": data.get("title", "")}
    return _("%(actor)s wrote to you about what you entered for “%(title)s”.") % said


async def _sitting(event: db.Row) -> list[int]:
    """Jurors who have not handed in, of another calendar or an end without a result."""
    if event["kind"] == "challenge.changed" and "calendar" not in (event["data"].get("what") or ()):
        return []
    entered = await entrants(event["subject_id"])
    return [one for one in await _waited_for(event) if one not in entered]


def _moved(data: Data) -> str:
    if "reason" in data:
        said = {"title": data.get("title", ""), "reason": data["reason"]}
        return _("“%(title)s”, which you were to judge, is called off. %(reason)s") % said
    return _("“%(title)s”, which you judge, has another calendar.") % {"title": data.get("title", "")}


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/challenges")


def _marks_url(event: db.Row) -> str:
    return f"{_url(event)}/jury"


notices = [
    NoticeKind(
        "juror.named",
        ("juror.named",),
        mark("A place in a jury"),
        _named,
        _juror,
        _url,
        verb=mark("See what is asked"),
        why=WHY,
    ),
    NoticeKind(
        "juror.calendar",
        ("challenge.changed", "challenge.cancelled"),
        mark("Another calendar of a challenge you judge"),
        _sitting,
        _moved,
        _url,
        verb=mark("See the challenge"),
        why=WHY,
    ),
    NoticeKind(
        "challenge.closing",
        ("challenge.closing",),
        mark("One more day to hand in marks"),
        _waited_for,
        _closing,
        _marks_url,
        verb=mark("Give the marks"),
        why=WHY,
    ),
    NoticeKind(
        "contest.decided",
        ("contest.decided",),
        mark("The result of a challenge you entered or judged"),
        _part,
        _decided,
        _url,
        verb=mark("See the result"),
        why=WHY,
    ),
    NoticeKind(
        "feedback.given",
        ("feedback.given",),
        mark("Feedback on what you entered"),
        _named,
        _said,
        _url,
        verb=mark("Read it"),
        why=WHY,
    ),
]
