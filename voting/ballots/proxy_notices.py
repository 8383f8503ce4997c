"""Who hears that a vote was given, that it is back, and what was done with it."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark

WHY = mark("You get this because a vote of a club is with you, or yours with another member.")


async def _holder(event: db.Row) -> list[int]:
    return [event["data"]["holder"]]


async def _told(event: db.Row) -> list[int]:
    return list(event["data"]["tell"])


async def _giver(event: db.Row) -> list[int]:
    return [event["data"]["giver"]]


def _given(data: Data) -> str:
    said = {"name": data.get("actor", ""), "club": data.get("club", ""), "title": data.get("title", "")}
    if data.get("only"):
        return _("%(name)s gives you their vote for “%(title)s”, in “%(club)s”.") % said
    return _("%(name)s gives you their vote in “%(club)s”, for every ballot that takes proxies.") % said


def _ended(data: Data) -> str:
    said = {"name": data.get("actor") or data.get("holder", ""), "club": data.get("club", "")}
    if data.get("why") == "left":
        return _("%(name)s has left “%(club)s”: your vote is with nobody now.") % said
    if data.get("why") == "down":
        return (
            _("%(name)s carries your vote in “%(club)s” no longer: vote yourself, or give it to somebody else.") % said
        )
    return _("%(name)s has taken back the vote that you carried in “%(club)s”.") % said


def _used(data: Data) -> str:
    return _("%(name)s voted for you in “%(title)s”.") % {"name": data.get("actor", ""), "title": data.get("title", "")}


def _unused(data: Data) -> str:
    said = {"name": data.get("holder", ""), "title": data.get("title", "")}
    return _("%(name)s, who carries your vote, did not vote in “%(title)s”: nothing was cast for you.") % said


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/clubs")


notices = [
    NoticeKind(
        "proxy.given",
        ("proxy.given",),
        mark("Somebody gives you their vote"),
        _holder,
        _given,
        _url,
        verb=mark("See the votes you carry"),
        why=WHY,
    ),
    NoticeKind(
        "proxy.ended",
        ("proxy.ended",),
        mark("A vote that was given is its owner’s again"),
        _told,
        _ended,
        _url,
        verb=mark("See where your vote is"),
        why=WHY,
    ),
    NoticeKind(
        "proxy.used",
        ("proxy.used", "proxy.unused"),
        mark("What was done with the vote you gave"),
        _giver,
        lambda data: _unused(data) if "holder" in data else _used(data),
        _url,
        verb=mark("See the result"),
        why=WHY,
    ),
]
