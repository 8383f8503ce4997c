"""Who hears of an answer: those who gave the idea, support it or follow it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.inbox.registry import Data, NoticeKind
from ideas.board import groups, queries, words
from kernel import db, sessions
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext
from kernel.viewer import EVERYONE, MEMBERS, Viewer

ANY_MEMBER = Viewer(id=0, audiences=frozenset({EVERYONE, MEMBERS}))
ADDRESS = re.compile(r"/(?:ideas|threads/idea)/(\d{1,10})\b")


async def recipients(event: db.Row) -> list[int]:
    """Author, followers, and whom upper wings name for the idea; nobody whose account is unclaimed, or who may not read it."""
    group = await groups.group(event["subject_id"])
    return await _in_sight(group[0], await _claimed(await _audience(group) | await _followers(group)))


async def _audience(ids: Sequence[int]) -> set[int]:
    """Those whom upper wings name for some ideas: who supports them."""
    return {
        person for audience in the_house().registered("idea.audience") for one in ids for person in await audience(one)
    }


async def _followers(ids: Sequence[int]) -> set[int]:
    """Those who gave or follow any of some ideas."""
    marks = db.marks(ids)
    rows = await db.rows(
        f"SELECT person_id AS id FROM follow WHERE idea_id IN ({marks}) "
        f"UNION SELECT author_id FROM idea WHERE id IN ({marks})",
        *ids,
        *ids,
    )
    return {row["id"] for row in rows}


async def of_merged(event: db.Row) -> list[int]:
    """Those who gave or follow the idea that was merged, or one that had been merged into it.

    Who supports one of them too hears of the merge by the letter about their support, and by that alone.
    """
    members = [int(one) for one in event["data"]["members"]]
    people = await _claimed(await _followers(members) - await _audience(members))
    return await _in_sight(event["subject_id"], people)


async def of_parted(event: db.Row) -> list[int]:
    """Those who gave or follow the idea that stands for itself again, or one that is merged into it."""
    people = await _claimed(await _followers([int(one) for one in event["data"]["members"]]))
    return await _in_sight(event["subject_id"], people)


async def of_regrouped(event: db.Row) -> list[int]:
    """Who gave the idea that others were merged into."""
    author = await db.value("SELECT author_id FROM idea WHERE id = ?", event["subject_id"])
    return await _in_sight(event["subject_id"], await _claimed({author})) if author else []


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


def _merged(data: Data) -> str:
    """Where it went is named on its page alone, to those who may read it there."""
    return _("“%(title)s” was merged with an idea that asks for the same.") % {"title": data.get("title", "")}


def _parted(data: Data) -> str:
    return _("“%(title)s” stands for itself again: its merge was undone.") % {"title": data.get("title", "")}


def _regrouped(data: Data) -> str:
    count = len(data.get("ideas", ()))
    told = {"title": data.get("title", ""), "count": count}
    if data.get("is_undo"):
        return (
            ngettext(
                "%(count)s idea that was merged into “%(title)s” stands for itself again.",
                "%(count)s ideas that were merged into “%(title)s” stand for themselves again.",
                count,
            )
            % told
        )
    return (
        ngettext(
            "%(count)s idea that asks for the same was merged into “%(title)s”.",
            "%(count)s ideas that ask for the same were merged into “%(title)s”.",
            count,
        )
        % told
    )


def _own(event: db.Row) -> str:
    return str(event["data"].get("own") or f"/ideas/{event['subject_id']}")


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
    NoticeKind(
        "idea.merged",
        ("idea.merged",),
        mark("An idea you gave or follow is merged with another"),
        of_merged,
        _merged,
        _own,
        excerpt=lambda data: str(data.get("reason", "")),
        verb=mark("See where it went"),
    ),
    NoticeKind(
        "idea.parted",
        ("idea.parted",),
        mark("An idea you gave or follow stands for itself again"),
        of_parted,
        _parted,
        _own,
        verb=mark("See the idea"),
    ),
    NoticeKind(
        "idea.regrouped",
        ("idea.regrouped",),
        mark("Ideas are merged into one that you gave, or parted from it"),
        of_regrouped,
        _regrouped,
        _url,
        default_mail=False,
        verb=mark("See the idea"),
    ),
]
