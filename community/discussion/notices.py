"""Who hears of a message: whom it answers, and whom it names."""

from __future__ import annotations

from community.discussion import registry
from community.inbox.registry import Data, NoticeKind
from kernel import db, sessions
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def answered(event: db.Row) -> list[int]:
    """The author of the comment that is answered; without one, the author of the subject."""
    data = event["data"]
    told = data.get("parent_author") or data.get("subject_author")
    return await _in_sight(event, [int(told)]) if told and not data.get("internal") else []


async def named(event: db.Row) -> list[int]:
    """Those named with @, but whoever hears of it as an answer already."""
    heard = set(await answered(event))
    return await _in_sight(event, [int(person) for person in event["data"].get("named", ()) if person not in heard])


async def _in_sight(event: db.Row, people: list[int]) -> list[int]:
    """Those who may read the thread: a name in a message opens no door."""
    kind, number = event["data"]["thread"]
    find = registry.kind_of(kind).find
    return [person for person in people if await find(await sessions.viewer_of(person), number)]


def _reply(data: Data) -> str:
    return _("%(actor)s wrote to you under “%(title)s”.") % {
        "actor": data.get("actor", ""),
        "title": data.get("title", ""),
    }


def _mention(data: Data) -> str:
    return _("%(actor)s names you under “%(title)s”.") % {
        "actor": data.get("actor", ""),
        "title": data.get("title", ""),
    }


def _url(event: db.Row) -> str:
    return str(event["data"].get("url", "/"))


notices = [
    NoticeKind(
        "comment.reply",
        ("comment.posted",),
        mark("Somebody answers you, or writes under your idea"),
        answered,
        _reply,
        _url,
    ),
    NoticeKind("comment.mention", ("comment.mentioned",), mark("Somebody names you"), named, _mention, _url),
]
