"""Who hears of questions: ambassadors of new ones, whoever answered of what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ambassadors.helpdesk import queries
from ambassadors.programme.rules import AMBASSADORS
from community.inbox.registry import Data, NoticeKind
from kernel import audiences, db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ADDRESS = re.compile(r"/(?:questions|threads/question)/(\d{1,9})\b")


async def _ambassadors(event: db.Row) -> list[int]:
    return await audiences.people_of(AMBASSADORS)


async def _answerer(event: db.Row) -> list[int]:
    return [int(event["data"]["person"])]


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of questions that are not shown to the viewer."""
    asked = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    seen = await queries.cards(viewer, sorted(set(asked.values()))) if asked else {}
    return {url for url, number in asked.items() if number not in seen}


def _said(data: Data) -> dict[str, str]:
    return {"title": str(data.get("title", "")), "actor": str(data.get("actor") or _("Somebody"))}


def _asked(data: Data) -> str:
    return _("%(actor)s asks: “%(title)s”") % _said(data)


def _accepted(data: Data) -> str:
    return _("%(actor)s says that your answer helped: “%(title)s”") % _said(data)


def _taken_back(data: Data) -> str:
    return _("Your answer to “%(title)s” is not the accepted one any more.") % _said(data)


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/questions")


notices = [
    NoticeKind(
        "question.asked",
        ("question.asked",),
        mark("A question that ambassadors may answer"),
        _ambassadors,
        _asked,
        _url,
        default_mail=False,
        verb=mark("Answer it"),
        why=mark("You get this because you are an ambassador."),
    ),
    NoticeKind(
        "question.accepted",
        ("question.accepted",),
        mark("An answer of yours is accepted"),
        _answerer,
        _accepted,
        _url,
        why=mark("You get this because you answered."),
    ),
    NoticeKind(
        "question.unaccepted",
        ("question.unaccepted",),
        mark("An answer of yours is not the accepted one any more"),
        _answerer,
        _taken_back,
        _url,
        default_mail=False,
        why=mark("You get this because you answered."),
    ),
]
