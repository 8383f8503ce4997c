"""Holes that this wing fills: following an idea, and what a person gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ideas.board import queries, rules
from kernel import db, i18n, pages
from kernel.features import Ask, Slot
from kernel.i18n import ngettext
from kernel.slots import Told
from kernel.viewer import Viewer


def ask_followed(viewer: Viewer, keys: list[str]) -> Ask | None:
    """Which of these ideas the viewer hears of."""
    if not viewer.is_member:
        return None
    ids = [_pair(key)[0] for key in keys]
    marks = db.marks(ids)
    sql = (
        "SELECT coalesce(i.merged_into_id, i.id) AS number, 1 AS value FROM follow f JOIN idea i ON i.id = f.idea_id "
        f"WHERE f.person_id = ? AND (i.id IN ({marks}) OR i.merged_into_id IN ({marks}))"
    )
    return Ask(sql, (viewer.id, *ids, *ids))


async def following(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For keys `idea:author`: whether the viewer hears of the idea, and what its author may do with it."""
    held = {number for number, _ in told}
    return {
        key: pages.fragment(
            "ideas/board/_follow.html",
            viewer=viewer,
            idea_id=idea,
            is_author=viewer.id == author,
            is_followed=idea in held,
            csrf=viewer.csrf,
        )
        for key in keys
        for idea, author in [_pair(key)]
    }


def _pair(key: str) -> tuple[int, int]:
    idea, author = key.split(":")
    return int(idea), int(author)


async def mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys `idea:author:status`: the way to edit it, for those who may."""
    filled: dict[str, str] = {}
    for key in keys:
        idea, author, status = key.split(":")
        may = rules.may_edit(viewer, int(author), status)
        filled[key] = pages.fragment("ideas/board/_mine.html", idea_id=idea) if may else ""
    return filled


async def given(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: their ideas and what became of them."""
    filled: dict[str, str] = {}
    for key in keys:
        listing = await queries.given_by(viewer, int(key))
        filled[key] = pages.fragment("ideas/board/_given.html", ideas=listing.items, person_id=key)
    return filled


async def of_clubs(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: how many ideas the viewer finds there, and the way to them."""
    where = await queries.visible_to(viewer)
    rows = await db.rows(
        "SELECT c.id, c.slug, c.archived_at, (SELECT count(*) FROM idea i WHERE i.club_id = c.id "
        f"AND i.status NOT IN ('shipped', 'declined') AND {where.sql}) AS standing, (SELECT count(*) FROM idea i "
        f"WHERE i.club_id = c.id AND i.status = 'shipped' AND {where.sql}) AS shipped FROM club c "
        f"WHERE c.id IN ({db.marks(keys)})",
        *where.values,
        *where.values,
        *map(int, keys),
    )
    return {str(row["id"]): _of_club(viewer, row) for row in rows}


def _of_club(viewer: Viewer, row: Mapping[str, Any]) -> str:
    open_ones, shipped = row["standing"], row["shipped"]
    told = [
        text % {"n": i18n.format_number(count)}
        for count, text in (
            (open_ones, ngettext("%(n)s open", "%(n)s open", open_ones)),
            (shipped, ngettext("%(n)s delivered", "%(n)s delivered", shipped)),
        )
        if count
    ]
    may = row["id"] in viewer.clubs and not viewer.suspended and row["archived_at"] is None
    return pages.fragment("ideas/board/_club_ideas.html", told=told, slug=row["slug"], may_propose=may)


async def merges(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The way from moderation's list to what was merged."""
    return {key: pages.fragment("ideas/board/_merges_way.html") for key in keys}


slots = [
    Slot("moderation.merges", merges),
    Slot("club.ideas", of_clubs),
    Slot("idea.follow", following, personal=True, asks=ask_followed),
    Slot("idea.mine", mine, personal=True),
    Slot("profile.given", given),
]
