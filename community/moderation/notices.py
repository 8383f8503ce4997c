"""Who hears of a ruling: the author with the reason, and whoever reported."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from community.moderation.rules import BY_SLUG
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def author(event: db.Row) -> list[int]:
    return [int(event["data"]["author"])]


async def reporters(event: db.Row) -> list[int]:
    return [int(person) for person in event["data"]["reporters"]]


def _ruled(data: Data) -> str:
    rule = BY_SLUG.get(str(data.get("rule", "")))
    words = {"title": data.get("title", ""), "rule": _(rule.name) if rule else ""}
    if data.get("act") == "hide":
        return _("What you wrote under “%(title)s” was hidden: %(rule)s.") % words
    return _("What you wrote under “%(title)s” is shown again.") % words


def _answered(data: Data) -> str:
    if data.get("act") == "gone":
        return _("What you reported is gone: it was taken away before anybody had ruled on it.")
    words = {"title": data.get("title", "")}
    if data.get("act") == "hide":
        return _("Your report under “%(title)s” was right: it is hidden.") % words
    return _("Your report under “%(title)s” was read: it stays.") % words


def _url(event: db.Row) -> str:
    return str(event["data"].get("url", "/moderation/log"))


notices = [
    NoticeKind("ruling.made", ("ruling.made",), mark("Moderation ruled on something of yours"), author, _ruled, _url),
    NoticeKind(
        "report.ruled",
        ("report.ruled",),
        mark("What became of your reports"),
        reporters,
        _answered,
        _url,
        default_mail=False,
        excerpt=lambda data: "",
    ),
]
