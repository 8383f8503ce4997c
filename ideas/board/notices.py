"""Who hears of an answer: those who gave the idea, support it or follow it."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from ideas.board import words
from kernel import db
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def recipients(event: db.Row) -> list[int]:
    """Author, followers, and whom upper wings name for the idea; nobody whose account is unclaimed."""
    idea_id = event["subject_id"]
    found: set[int] = set()
    for audience in the_house().registered("idea.audience"):
        found |= await audience(idea_id)
    rows = await db.rows(
        "SELECT person_id AS id FROM follow WHERE idea_id = ? UNION SELECT author_id FROM idea WHERE id = ?",
        idea_id,
        idea_id,
    )
    return await _claimed(found | {row["id"] for row in rows})


async def _claimed(people: set[int]) -> list[int]:
    ids, kept = sorted(people), []
    for start in range(0, len(ids), 1000):
        part = ids[start : start + 1000]
        sql = f"SELECT id FROM person WHERE is_claimed = ? AND id IN ({db.marks(part)})"
        kept += [row["id"] for row in await db.rows(sql, True, *part)]
    return kept


def _answered(data: Data) -> str:
    if data.get("after"):
        return _("%(actor)s answered “%(title)s”, which is now: %(status)s.") % {
            "actor": data.get("actor") or _("The team"),
            "title": data.get("title", ""),
            "status": words.status(str(data["after"])).lower(),
        }
    return _("%(actor)s answered “%(title)s”.") % {
        "actor": data.get("actor") or _("The team"),
        "title": data.get("title", ""),
    }


def _moved(data: Data) -> str:
    status = words.status(str(data.get("after") or "open")).lower()
    return _("“%(title)s” is now: %(status)s.") % {"title": data.get("title", ""), "status": status}


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or f"/ideas/{event['subject_id']}")


notices = [
    NoticeKind(
        "idea.answered",
        ("idea.answered",),
        mark("An answer to an idea you gave, support or follow"),
        recipients,
        _answered,
        _url,
        verb=mark("Read the answer"),
    ),
    NoticeKind(
        "idea.status",
        ("idea.status",),
        mark("A new state of an idea you gave, support or follow"),
        recipients,
        _moved,
        _url,
        verb=mark("See the idea"),
    ),
]
