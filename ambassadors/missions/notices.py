"""Who hears of missions: those they are offered to, those who take part, and the team where something waits for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ambassadors.missions import queries
from ambassadors.missions.models import Verdict
from community.clubs import queries as clubs
from community.inbox.registry import Data, NoticeKind
from kernel import audiences, db
from kernel.i18n import format_number, mark, ngettext
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MEMBERS = ("everyone", "members")
ADDRESS = re.compile(r"/missions/(\d{1,9})\b")
TEAM = re.compile(r"/missions/desk\b")
PART_WHY = mark("You get this because you take part in the mission.")
TEAM_WHY = mark("You get this because you belong to the team.")


async def _offered(event: db.Row) -> list[int]:
    """A club's members, or the group it names; a mission for all members is announced to nobody in particular."""
    data = event["data"]
    members = await clubs.member_ids(data["club"]) if data.get("club") else None
    if data.get("audience") in MEMBERS:
        return members or []
    named = await audiences.people_of(str(data.get("audience")))
    return named if members is None else sorted(set(named) & set(members))


async def _one(event: db.Row) -> list[int]:
    return [int(event["data"]["person"])]


async def _counted(event: db.Row) -> list[int]:
    return await _one(event) if event["data"].get("counted") else []


async def _reminded(event: db.Row) -> list[int]:
    return [int(person) for person in event["data"].get("people", ())]


async def _under_way(event: db.Row) -> list[int]:
    return await _people(event["subject_id"], "t.state IN ('sent', 'cancelled')")


async def _done(event: db.Row) -> list[int]:
    return await _people(event["subject_id"], "t.state = 'done'")


async def _people(mission_id: int, where: str) -> list[int]:
    rows = await db.rows(
        "SELECT t.person_id FROM mission_part t JOIN person p ON p.id = t.person_id AND p.is_claimed IS TRUE "
        f"WHERE t.mission_id = ? AND {where} ORDER BY t.id",
        mission_id,
    )
    return [row["person_id"] for row in rows]


async def _team(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT id FROM person WHERE role <> 'member' AND is_claimed IS TRUE ORDER BY id")
    return [row["id"] for row in rows]


def _title(data: Data) -> dict[str, str]:
    return {"title": str(data.get("title", "")), "actor": str(data.get("actor") or _("A member"))}


def _is_offered(data: Data) -> str:
    return _("A mission for you: “%(title)s”.") % _title(data)


def _is_done(data: Data) -> str:
    return _("You did it: “%(title)s”.") % _title(data) + _points(data)


def _points(data: Data) -> str:
    """What was given, and what is still to come."""
    given, promised = int(data.get("points", 0)), int(data.get("promised", 0))
    said = ngettext("%(points)s point for you.", "%(points)s points for you.", given) % {"points": format_number(given)}
    owed = _("The rest comes with the next budget.") if given < promised else ""
    return "".join(f" {part}" for part in (said if given else "", owed) if part)


def _is_answered(data: Data) -> str:
    said = {
        Verdict.ACCEPTED: _("Your proof for “%(title)s” is accepted."),
        Verdict.AGAIN: _("Your proof for “%(title)s” lacks something: send it again."),
        Verdict.REFUSED: _("Your proof for “%(title)s” is not accepted."),
    }
    return said[Verdict(str(data.get("verdict")))] % _title(data)


def _is_undone(data: Data) -> str:
    return _("“%(title)s” does not count as done any more; its points went back.") % _title(data)


def _is_ending(data: Data) -> str:
    return _("“%(title)s” ends in three days.") % _title(data)


def _is_cancelled(data: Data) -> str:
    return _("“%(title)s” is called off. What you have done of it counts.") % _title(data)


def _is_concluded(data: Data) -> str:
    return _("What came of “%(title)s”.") % _title(data)


def _is_sent(data: Data) -> str:
    return _("%(actor)s sent a proof for “%(title)s”.") % _title(data)


def _has_ended(data: Data) -> str:
    return _("“%(title)s” has ended: say what came of it.") % _title(data)


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/missions")


def _desk(event: db.Row) -> str:
    return str(event["data"].get("team") or event["data"].get("url") or "/missions/desk")


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of missions that are not shown to the viewer, and the team's for all others."""
    hidden = {url for url in urls if TEAM.match(url) and not viewer.is_staff}
    asked = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    if not asked:
        return hidden
    numbers = sorted(set(asked.values()))
    seen = {one.id for one in await queries.some(viewer, f"m.id IN ({db.marks(numbers)})", *numbers)}
    return hidden | {url for url, number in asked.items() if number not in seen}


notices = [
    NoticeKind(
        "mission.offered",
        ("mission.announced",),
        mark("A mission that is offered to you"),
        _offered,
        _is_offered,
        _url,
        verb=mark("See the mission"),
        why=mark("You get this because the mission is offered to a group you belong to."),
    ),
    NoticeKind("mission.done", ("mission.done",), mark("A mission you did"), _counted, _is_done, _url, why=PART_WHY),
    NoticeKind(
        "mission.answered", ("mission.answered",), mark("The answer to a proof you sent"), _one, _is_answered, _url,
        why=PART_WHY,
    ),
    NoticeKind(
        "mission.undone", ("mission.undone",), mark("A mission that does not count any more"), _one, _is_undone, _url,
        why=PART_WHY,
    ),
    NoticeKind(
        "mission.ending", ("mission.ending",), mark("A mission of yours that ends soon"), _reminded, _is_ending, _url,
        verb=mark("See the mission"), why=PART_WHY,
    ),
    NoticeKind(
        "mission.cancelled", ("mission.cancelled",), mark("A mission of yours that is called off"), _under_way,
        _is_cancelled, _url, why=PART_WHY,
    ),
    NoticeKind(
        "mission.concluded", ("mission.concluded",), mark("What came of a mission you did"), _done, _is_concluded, _url,
        why=PART_WHY,
    ),
    NoticeKind(
        "mission.sent", ("mission.sent",), mark("For the team: a proof to read"), _team, _is_sent, _desk,
        verb=mark("Answer it"), why=TEAM_WHY,
    ),
    NoticeKind(
        "mission.ended", ("mission.ended",), mark("For the team: a mission that has ended"), _team, _has_ended, _desk,
        verb=mark("Say what came of it"), why=TEAM_WHY,
    ),
]  # fmt: skip
