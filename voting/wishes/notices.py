"""Who hears that a list may be signed, that it was delivered, answered, and that an answer is late."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.clubs import queries as clubs
from community.clubs.models import Role
from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer
from voting.wishes import horizons, wording
from voting.wishes.models import Reply

ADDRESS = re.compile(r"/clubs/([^/?#]+)/(?:wishes|roadmap)\b")
TALK = re.compile(r"/threads/club_item/(\d{1,9})\b")
TEAM = re.compile(r"/team/wishes\b")
CLUB_WHY = mark("You get this because you belong to the club.")
TEAM_WHY = mark("You get this because you answer for the product team.")


async def _members(event: db.Row) -> list[int]:
    club = await _club(event)
    return await clubs.member_ids(club) if club else []


async def _signers(event: db.Row) -> list[int]:
    """Of each answer those who wrote the list for the club; of the last one everybody who signed."""
    rows = await db.rows(
        "SELECT s.person_id AS id FROM signature s WHERE s.wish_list_id = ? AND s.stands IS TRUE", event["subject_id"]
    )
    signed = {row["id"] for row in rows} if event["data"].get("settled") else set()
    club = await _club(event)
    return sorted(await _claimed(signed | set(await _speakers(club) if club else ())))


async def _speakers(club: int) -> list[int]:
    return [*await clubs.member_ids(club, role=Role.HOST), *await clubs.member_ids(club, role=Role.TREASURER)]


async def _hosts(event: db.Row) -> list[int]:
    club = await _club(event)
    return sorted(set(await _speakers(club))) if club else []


async def _team(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT id FROM person WHERE role IN ('editor', 'admin') AND is_claimed = ? ORDER BY id", True)
    return [row["id"] for row in rows]


async def _club(event: db.Row) -> int | None:
    found = await db.value("SELECT club_id FROM wish_list WHERE id = ?", event["subject_id"])
    return int(found) if found else None


async def _claimed(people: set[int]) -> set[int]:
    rows = await db.rows(
        f"SELECT id FROM person WHERE is_claimed = ? AND id IN ({db.marks(list(people))})", True, *people
    )
    return {row["id"] for row in rows}


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of lists of clubs that are not shown to the viewer, and the team's for all others."""
    asked = {url: found[1] for url in urls if (found := ADDRESS.match(url))}
    hidden = {url for url in urls if TEAM.match(url) and not viewer.is_editor}
    if asked:
        seen, values = clubs.visible_to(viewer)
        slugs = sorted(set(asked.values()))
        shown = await db.rows(
            f"SELECT c.slug FROM club c WHERE {seen} AND c.slug IN ({db.marks(slugs)})", *values, *slugs
        )
        known = {row["slug"] for row in shown}
        hidden |= {url for url, slug in asked.items() if slug not in known}
    talk = {url: int(found[1]) for url in urls if (found := TALK.match(url))}
    named = await horizons.discussed.named(viewer, sorted(set(talk.values()))) if talk else {}
    return hidden | {url for url, number in talk.items() if number not in named}


def _signing(data: Data) -> str:
    return _("%(actor)s asks for your signature: “%(title)s”.") % _said(data)


def _delivered(data: Data) -> str:
    return _("A club delivered a wish list: “%(title)s”. Each wish is owed an answer.") % _said(data)


def _returned(data: Data) -> str:
    return _("A club answered your question about a wish of “%(title)s”.") % _said(data)


def _answered(data: Data) -> str:
    reply = Reply(str(data.get("reply") or Reply.QUESTION))
    told = {**_said(data), "words": str(data.get("words", "")), "reply": _(wording.REPLIES[reply]).lower()}
    return _("“%(words)s”, of “%(title)s”: %(reply)s.") % told


def _late(data: Data) -> str:
    return _("Answers to “%(title)s” were due and are late.") % _said(data)


def _said(data: Data) -> dict[str, str]:
    return {"actor": str(data.get("actor") or _("A member")), "title": str(data.get("title", ""))}


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/clubs")


def _desk(event: db.Row) -> str:
    return str(event["data"].get("team") or "/team/wishes")


notices = [
    NoticeKind(
        "wishes.signing",
        ("wishes.signing",),
        mark("A wish list of your club to sign"),
        _members,
        _signing,
        _url,
        verb=mark("Read and sign it"),
        why=CLUB_WHY,
    ),
    NoticeKind(
        "wishes.answered",
        ("wishes.answered",),
        mark("An answer to a wish list you wrote or signed"),
        _signers,
        _answered,
        _url,
        verb=mark("Read the answer"),
        why=CLUB_WHY,
    ),
    NoticeKind(
        "wishes.overdue",
        ("wishes.late",),
        mark("Late answers to a wish list of your club"),
        _hosts,
        _late,
        _url,
        verb=mark("See the list"),
        why=CLUB_WHY,
    ),
    NoticeKind(
        "wishes.delivered",
        ("wishes.delivered",),
        mark("For the team: a wish list to answer"),
        _team,
        _delivered,
        _desk,
        verb=mark("Answer it"),
        why=TEAM_WHY,
    ),
    NoticeKind(
        "wishes.said",
        ("wishes.said",),
        mark("For the team: a club answered a question"),
        _team,
        _returned,
        _desk,
        verb=mark("Answer it"),
        why=TEAM_WHY,
    ),
    NoticeKind(
        "wishes.owed",
        ("wishes.late",),
        mark("For the team: answers to a wish list are late"),
        _team,
        _late,
        _desk,
        verb=mark("Answer it"),
        why=TEAM_WHY,
    ),
]
