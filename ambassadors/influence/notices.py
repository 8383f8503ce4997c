"""Who hears of an objection and its answer, and of being asked to test."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark

WHY = mark("You get this because it is about a score of yours.")


async def _team(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT id FROM person WHERE role IN ('editor', 'admin') AND is_claimed = ? ORDER BY id", True)
    return [row["id"] for row in rows]


async def _person(event: db.Row) -> list[int]:
    return [int(event["data"]["person"])]


async def _asked(event: db.Row) -> list[int]:
    return [int(one) for one in event["data"]["people"]]


def _made(data: Data) -> str:
    return _("%(actor)s says that their influence is wrong. It waits for an answer.") % {
        "actor": data.get("actor") or _("Somebody")
    }


def _answered(data: Data) -> str:
    if data.get("state") == "upheld":
        return _("You were right about your influence. Read what follows.")
    return _("Your objection to your influence is answered.")


def _test(data: Data) -> str:
    return _("You are asked to test: %(title)s") % {"title": data.get("title", "")}


notices = [
    NoticeKind(
        "objection.made",
        ("objection.made",),
        mark("Somebody says that their influence is wrong"),
        _team,
        _made,
        lambda event: f"/team/influence/objections/{event['subject_id']}",
        verb=mark("Answer it"),
        why=mark("You get this because you are of the product team."),
    ),
    NoticeKind(
        "objection.answered",
        ("objection.answered",),
        mark("The answer to what you said of your influence"),
        _person,
        _answered,
        lambda event: f"/people/{event['data']['handle']}/influence/objections",
        verb=mark("Read the answer"),
        why=WHY,
    ),
    NoticeKind(
        "test.asked",
        ("test.asked",),
        mark("You are asked to test something"),
        _asked,
        _test,
        lambda event: str(event["data"]["url"]),
        verb=mark("See what is asked"),
        why=mark("You get this because others listen to you about it."),
    ),
]
