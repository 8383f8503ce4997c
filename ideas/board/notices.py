"""Who hears of an answer: those who gave the idea, support it or follow it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.inbox.registry import Data, NoticeKind
from ideas.board import queries, words
from kernel import db, sessions
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import EVERYONE, MEMBERS, Viewer

ANY_MEMBER = Viewer(id=0, audiences=frozenset({EVERYONE, MEMBERS}))
ADDRESS = re.compile(r"/(?:ideas|threads/idea)/(\d{1,10})\b")


async def recipients(event: db.Row) -> list[int]:
    """Author, followers, and whom upper wings name for the idea; nobody whose account is unclaimed, or who may not read it."""
    idea_id = event["subject_id"]
    found: set[int] = set()
    for audience in the_house().registered("idea.audience"):
        found |= await audience(idea_id)
    rows = await db.rows(
        "SELECT person_id AS id FROM follow WHERE idea_id = ? UNION SELECT author_id FROM idea WHERE id = ?",
        idea_id,
        idea_id,
    )
    return await _in_sight(idea_id, await _claimed(found | {row["id"] for row in rows}))


async def _in_sight(idea_id: int, people: list[int]) -> list[int]:
    """Boards close and ideas are hidden after people began to follow; those whom nothing is kept from are not asked for."""
    if not await queries.unseen(ANY_MEMBER, [idea_id]):
        return people
    return [person for person in people if not await queries.unseen(await sessions.viewer_of(person), [idea_id])]


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of ideas, and of words under them, that are not shown to the viewer."""
    ideas = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    unseen = await queries.unseen(viewer, sorted(set(ideas.values()))) if ideas else set()
    return {url for url, idea in ideas.items() if idea in unseen}


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
