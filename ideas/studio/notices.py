"""Who hears of designs: whose design was remixed, who built on what is taken back, and the team of what looks alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.inbox.registry import Data, NoticeKind
from ideas.studio import products, queries, recipe, renewal
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ADDRESS = re.compile(r"/(?:designs|threads/design)/(\d{1,10})\b")


async def origin(event: db.Row) -> list[int]:
    """The author of the design that was remixed, while the remix is there to be seen."""
    rows = await db.rows(
        "SELECT d.author_id AS id FROM design d JOIN person p ON p.id = d.author_id "
        "JOIN design r ON r.original_id = d.id AND r.id = ? "
        "WHERE d.id = ? AND d.author_id <> r.author_id AND p.is_claimed = ? AND r.is_listed = ?",
        event["data"]["remix"],
        event["subject_id"],
        True,
        True,
    )
    return [row["id"] for row in rows]


async def builders(event: db.Row) -> list[int]:
    """Those whose published designs began from the one that was taken back."""
    rows = await db.rows(
        "SELECT DISTINCT r.author_id AS id FROM design r JOIN person p ON p.id = r.author_id "
        "WHERE r.original_id = ? AND r.is_listed = ? AND p.is_claimed = ?",
        event["subject_id"],
        True,
        True,
    )
    return [row["id"] for row in rows]


async def wearers(event: db.Row) -> list[int]:
    """Those whose published designs are made of something that a version of their product no longer has."""
    number = event["data"].get("version")
    if not number:
        return []
    rows = await db.rows(
        "SELECT d.author_id AS id, d.recipe, d.version FROM design d JOIN person p ON p.id = d.author_id "
        "WHERE d.template_id = ? AND d.is_listed = ? AND p.is_claimed = ? AND d.version < ?",
        event["subject_id"],
        True,
        True,
        number,
    )
    held = {row["version"] for row in rows} | {number, number - 1}
    made = {one: (await products.version(event["subject_id"], one)).product for one in sorted(held)} if rows else {}

    def loses(row: db.Row) -> bool:
        wanted, old = recipe.parse(row["recipe"]), made[row["version"]]
        before = renewal.gone(wanted, old, made[number - 1])
        return any(one not in before for one in renewal.gone(wanted, old, made[number]))

    return sorted({row["id"] for row in rows if loses(row)})


async def team(event: db.Row) -> list[int]:
    """Those who rule."""
    rows = await db.rows("SELECT id FROM person WHERE role IN (?, ?) ORDER BY id", "manager", "admin")
    return [row["id"] for row in rows]


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of designs, and of words under them, that are not shown to the viewer."""
    designs = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    seen = await queries.cards(viewer, sorted(set(designs.values())))
    return {url for url, design in designs.items() if design not in seen}


def _remixed(data: Data) -> str:
    return _("%(actor)s remixed a design of yours: “%(title)s”.") % _told(data)


def _withdrawn(data: Data) -> str:
    return _("“%(title)s”, from which you began, was taken back. Your remix stays.") % _told(data)


def _gone(data: Data) -> str:
    names = data.get("names") or {}
    said = _("%(product)s: something that a design of yours is made of is no longer made. Your design stays as it is.")
    return said % {"product": names.get(i18n.language.get()) or names.get("en", "")}


def _alike(data: Data) -> str:
    return _("“%(title)s” looks like a design that was there before.") % _told(data)


def _told(data: Data) -> dict[str, str]:
    return {"actor": str(data.get("actor") or _("Somebody")), "title": str(data.get("title", ""))}


def _remix(event: db.Row) -> str:
    return f"/designs/{event['data']['remix']}"


def _studio(event: db.Row) -> str:
    return "/studio"


def _design(event: db.Row) -> str:
    return "/designs"


def _pair(event: db.Row) -> str:
    return f"/designs/compare?a={event['data']['like']}&b={event['subject_id']}"


notices = [
    NoticeKind(
        "design.remixed",
        ("design.remixed",),
        mark("A remix of a design of yours"),
        origin,
        _remixed,
        _remix,
        verb=mark("See the remix"),
        why=mark("You get this because the design it began from is yours."),
    ),
    NoticeKind(
        "design.withdrawn",
        ("design.withdrawn",),
        mark("A design you remixed is taken back"),
        builders,
        _withdrawn,
        _design,
        default_mail=False,
        why=mark("You get this because a design of yours began from it."),
    ),
    NoticeKind(
        "design.outdated",
        ("template.changed",),
        mark("A part of a design of yours is no longer made"),
        wearers,
        _gone,
        _studio,
        verb=mark("Open the studio"),
        why=mark("You get this because a design of yours is made of it."),
    ),
    NoticeKind(
        "design.alike",
        ("design.alike",),
        mark("A design that looks like another"),
        team,
        _alike,
        _pair,
        default_mail=False,
        verb=mark("See both side by side"),
        why=mark("You get this because you look after what is published."),
    ),
]
