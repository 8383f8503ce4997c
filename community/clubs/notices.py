"""Who hears of what happens in clubs: members of theirs, hosts of who comes and asks, everybody of what concerns them alone."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

from community.clubs import queries
from community.clubs.models import Role
from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ADDRESS = re.compile(r"/clubs/([a-z0-9-]{1,60})(?=$|[/?#])")
THREAD = re.compile(r"/threads/topic/(\d{1,9})\b")


async def _members(event: db.Row) -> list[int]:
    return await queries.member_ids(event["subject_id"])


async def _talking(event: db.Row) -> list[int]:
    """Members of the club of a topic, while it is to be read."""
    sql = "SELECT club_id FROM topic WHERE id = ? AND hidden_at IS NULL"
    club_id = await db.value(sql, event["subject_id"])
    return await queries.member_ids(club_id) if club_id else []


async def _hosts(event: db.Row) -> list[int]:
    return await queries.member_ids(event["subject_id"], role=Role.HOST)


async def _person(event: db.Row) -> list[int]:
    return [int(event["data"]["person"])]


async def _people(event: db.Row) -> list[int]:
    return [int(person) for person in event["data"]["people"]]


async def _judged(event: db.Row) -> list[int]:
    """Whoever was shut out, and whoever had shut them out as long as they are of the club."""
    belong = await queries.member_ids(event["subject_id"])
    return [event["data"]["person"], *(person for person in [event["data"]["by"]] if person in belong)]


async def _former(event: db.Row) -> list[int]:
    """Who belonged to a club when it became a part of another."""
    return await queries.member_ids(event["data"]["into"])


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of clubs, and of what is in them, that are not shown to the viewer."""
    slugs = {url: found[1] for url in urls if (found := ADDRESS.match(url)) and found[1] != "new"}
    threads = {url: int(found[1]) for url in urls if (found := THREAD.match(url))}
    seen, values = queries.visible_to(viewer)
    wanted = sorted(set(slugs.values()))
    rows = await db.rows(f"SELECT c.slug FROM club c WHERE c.slug IN ({db.marks(wanted)}) AND {seen}", *wanted, *values)
    shown = {row["slug"] for row in rows}
    hidden = {url for url, slug in slugs.items() if slug not in shown}
    return hidden | await _unseen_threads(viewer, threads)


async def _unseen_threads(viewer: Viewer, threads: dict[str, int]) -> set[str]:
    if not threads:
        return set()
    seen, values = queries.visible_to(viewer)
    numbers = sorted(set(threads.values()))
    rows = await db.rows(
        f"SELECT t.id FROM topic t JOIN club c ON c.id = t.club_id WHERE t.id IN ({db.marks(numbers)}) AND {seen}",
        *numbers,
        *values,
    )
    shown = {row["id"] for row in rows}
    return {url for url, number in threads.items() if number not in shown}


def _says(sentence: str) -> Callable[[Data], str]:
    """A line of the club's name and of who did it."""

    def line(data: Data) -> str:
        words = {"club": data.get("name") or data.get("title", ""), "title": data.get("title", "")}
        return _(sentence) % {**words, "actor": data.get("actor", "")}

    return line


def _answered(data: Data) -> str:
    if data.get("is_lifted"):
        return _("The ban from “%(club)s” was lifted: the appeal was right.") % {"club": data.get("title", "")}
    return _("The ban from “%(club)s” stays: the appeal was answered.") % {"club": data.get("title", "")}


def _changed(data: Data) -> str:
    club = {"club": data.get("title", "")}
    if "charter" in data.get("what", ()):
        return _("“%(club)s” has a new charter.") % club
    if "taken-up" in data.get("what", ()):
        return _("“%(club)s” goes on again.") % club
    return _("“%(club)s” says something else of itself.") % club


def _merged(data: Data) -> str:
    return _("“%(club)s” has become a part of “%(into)s”.") % {"club": data["title"], "into": data["name"]}


def _role(data: Data) -> str:
    sentences = {
        "host": mark("You are a host of “%(club)s” now."),
        "treasurer": mark("You are a treasurer of votes in “%(club)s” now: you may open ballots."),
        "member": mark("You are a member of “%(club)s” like the others now."),
    }
    return _(sentences[str(data["role"])]) % {"club": data.get("title", "")}


def _url(event: db.Row) -> str:
    return str(event["data"].get("url", "/clubs"))


def _kind(
    kind: str,
    label: str,
    recipients: Callable[[db.Row], Awaitable[list[int]]],
    line: str | Callable[[Data], str],
    *,
    why: str,
    event: str = "",
    default_mail: bool = True,
) -> NoticeKind:
    said = _says(line) if isinstance(line, str) else line
    events = (event or kind,)
    return NoticeKind(
        kind, events, label, recipients, said, _url, default_mail=default_mail, why=why, excerpt=_in_words
    )


def _in_words(data: Data) -> str:
    """What somebody wrote: a topic's beginning, an answer, a reason."""
    return str(data.get("excerpt") or data.get("reason") or "")


MEMBER = mark("You get this because you belong to this club.")
HOST = mark("You get this because you host this club.")
YOURS = mark("You get this because it is about your place in a club.")

notices = [
    _kind(
        "club.topic",
        mark("A new topic in a club of yours"),
        _talking,
        mark("%(actor)s opened a topic in “%(club)s”: “%(title)s”."),
        event="topic.opened",
        why=MEMBER,
        default_mail=False,
    ),
    _kind("club.changed", mark("A club of yours changed"), _members, _changed, why=MEMBER, default_mail=False),
    _kind(
        "club.asked",
        mark("Somebody asks to join a club you host"),
        _hosts,
        mark("%(actor)s asks to join “%(club)s”."),
        why=HOST,
    ),
    _kind(
        "club.joined",
        mark("Somebody joined a club you host"),
        _hosts,
        mark("%(actor)s joined “%(club)s”."),
        why=HOST,
        default_mail=False,
    ),
    _kind(
        "club.accepted",
        mark("You were let into a club"),
        _person,
        mark("You belong to “%(club)s” now. Welcome."),
        why=YOURS,
    ),
    _kind(
        "club.declined",
        mark("Your request to join a club was declined"),
        _person,
        mark("“%(club)s” did not let you in."),
        why=YOURS,
    ),
    _kind(
        "club.invited",
        mark("You are invited to a club (a letter comes in any case)"),
        _person,
        mark("%(actor)s invites you to “%(club)s”."),
        why=YOURS,
        default_mail=False,
    ),
    _kind(
        "club.let-in",
        mark("A club let you in by itself"),
        _people,
        mark("You belong to “%(club)s” now: it lets a group in that you are part of. You can leave it at any time."),
        why=YOURS,
    ),
    _kind(
        "club.let-out",
        mark("A club that had let you in by itself"),
        _people,
        mark("You do not belong to “%(club)s” any more: you are no longer part of the group that it lets in."),
        why=YOURS,
        default_mail=False,
    ),
    _kind("club.role", mark("You have another role in a club"), _person, _role, why=YOURS),
    _kind(
        "club.banned", mark("You were shut out of a club"), _person, mark("You were shut out of “%(club)s”."), why=YOURS
    ),
    _kind(
        "club.unbanned",
        mark("A club took a ban on you back"),
        _person,
        mark("“%(club)s” is open to you again."),
        why=YOURS,
    ),
    _kind("club.answered", mark("An appeal about a ban was answered"), _judged, _answered, why=YOURS),
    _kind(
        "club.handover",
        mark("A club of yours needs a host"),
        _members,
        mark("“%(club)s” has no host: would you take it on?"),
        why=MEMBER,
    ),
    _kind(
        "club.archived",
        mark("A club of yours ended"),
        _members,
        mark("“%(club)s” was put away. It stays readable."),
        why=MEMBER,
    ),
    _kind("club.merged", mark("A club of yours became a part of another"), _former, _merged, why=MEMBER),
]
