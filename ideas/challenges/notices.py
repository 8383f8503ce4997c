"""Who hears that a challenge opened, that a phase began, and that a day is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from community.inbox.registry import Data, NoticeKind
from ideas.challenges import phases, queries
from ideas.challenges.models import Phase
from ideas.studio.models import State
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ADDRESS = re.compile(r"/challenges/([a-z0-9-]{1,80})\b")
WHY = mark("You get this because you entered, drew or follow what it is about.")


async def entrants(challenge_id: int) -> set[int]:
    """People whose designs stand in a challenge."""
    return {line.person_id for line in await queries.entries(challenge_id)}


async def _entered(event: db.Row) -> list[int]:
    """Told of what they could not know: that a result is out is said with the result."""
    if event["data"].get("phase") not in (Phase.SCORING, Phase.JURY, Phase.PRODUCTION):
        return []
    return sorted(await entrants(event["subject_id"]))


async def _followers(event: db.Row) -> list[int]:
    """Those who follow the idea that a challenge is tied to, or one that stands for the same."""
    rows = await db.rows(
        "SELECT DISTINCT f.person_id AS id FROM challenge c JOIN idea i ON i.id = c.idea_id JOIN idea g "
        "ON coalesce(g.merged_into_id, g.id) = coalesce(i.merged_into_id, i.id) JOIN follow f ON f.idea_id = g.id "
        "JOIN person p ON p.id = f.person_id WHERE c.id = ? AND p.is_claimed = ? ORDER BY f.person_id",
        event["subject_id"],
        True,
    )
    return [row["id"] for row in rows]


async def _drawing(event: db.Row) -> list[int]:
    """Those who entered, and those who have a draft of the product that it is about."""
    rows = await db.rows(
        "SELECT DISTINCT d.author_id AS id FROM design d JOIN challenge c ON c.template_id = d.template_id "
        "WHERE c.id = ? AND d.state = ? AND d.changed_at >= c.opens_at",
        event["subject_id"],
        State.DRAFT.value,
    )
    return sorted({row["id"] for row in rows} | await entrants(event["subject_id"]))


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of challenges that are not shown to the viewer."""
    asked = {url: found[1] for url in urls if (found := ADDRESS.match(url))}
    if not asked:
        return set()
    seen, values = queries.visible_to(viewer)
    slugs = sorted(set(asked.values()))
    shown = await db.rows(
        f"SELECT c.slug FROM challenge c WHERE {seen} AND c.slug IN ({db.marks(slugs)})", *values, *slugs
    )
    known = {row["slug"] for row in shown}
    return {url for url, slug in asked.items() if slug not in known}


def _opened(data: Data) -> str:
    return _("A challenge about an idea you follow is open: “%(title)s”.") % {"title": data.get("title", "")}


def _turned(data: Data) -> str:
    said = {"title": data.get("title", ""), "phase": phases.label(str(data.get("phase") or "scoring")).lower()}
    return _("“%(title)s” goes on: %(phase)s.") % said


def _ending(data: Data) -> str:
    until = str(data.get("until") or "")
    said = {
        "title": data.get("title", ""),
        "until": i18n.format_datetime(datetime.fromisoformat(until)) if until else "",
    }
    return _("“%(title)s” takes designs until %(until)s.") % said


WHAT = {
    "calendar": mark("the calendar"),
    "brief": mark("the brief"),
    "rules": mark("the rules"),
    "prize": mark("the prize"),
    "enter": mark("who may enter"),
    "most": mark("how many designs each may enter"),
}


def _changed(data: Data) -> str:
    what = i18n.format_list([_(WHAT[one]) for one in data.get("what") or () if one in WHAT])
    return _("“%(title)s” has changed: %(what)s.") % {"title": data.get("title", ""), "what": what}


def _cancelled(data: Data) -> str:
    said = {"title": data.get("title", ""), "reason": data.get("reason", "")}
    return _("“%(title)s” is called off. %(reason)s") % said


async def _affected(event: db.Row) -> list[int]:
    """Those who entered, of a change that matters to them."""
    return sorted(await entrants(event["subject_id"])) if event["data"].get("what") else []


async def _ended(event: db.Row) -> list[int]:
    """Those who entered, and those who follow the idea that it came from."""
    return sorted(await entrants(event["subject_id"]) | set(await _followers(event)))


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/challenges")


notices = [
    NoticeKind(
        "challenge.opened",
        ("challenge.opened",),
        mark("A challenge about an idea you follow"),
        _followers,
        _opened,
        _url,
        verb=mark("See the challenge"),
        why=WHY,
    ),
    NoticeKind(
        "challenge.turned",
        ("challenge.turned",),
        mark("A new phase of a challenge you entered"),
        _entered,
        _turned,
        _url,
        default_mail=False,
        verb=mark("See the challenge"),
        why=WHY,
    ),
    NoticeKind(
        "challenge.changed",
        ("challenge.changed",),
        mark("Staff changed a challenge you entered"),
        _affected,
        _changed,
        _url,
        verb=mark("See the challenge"),
        why=WHY,
    ),
    NoticeKind(
        "challenge.cancelled",
        ("challenge.cancelled",),
        mark("A challenge you entered or follow is called off"),
        _ended,
        _cancelled,
        _url,
        verb=mark("See the challenge"),
        why=WHY,
    ),
    NoticeKind(
        "challenge.ending",
        ("challenge.ending",),
        mark("One more day to enter a design you began"),
        _drawing,
        _ending,
        _url,
        verb=mark("See the challenge"),
        why=WHY,
    ),
]
