"""Holes that this wing fills: following an idea, and what a person gave."""

from __future__ import annotations

from ideas.board import queries, rules
from kernel import db, pages
from kernel.features import Ask, Slot
from kernel.slots import Told
from kernel.viewer import Viewer


def ask_followed(viewer: Viewer, keys: list[str]) -> Ask | None:
    """Which of these ideas the viewer hears of."""
    if not viewer.is_member:
        return None
    ids = [_pair(key)[0] for key in keys]
    sql = f"SELECT idea_id AS number, 1 AS value FROM follow WHERE person_id = ? AND idea_id IN ({db.marks(ids)})"
    return Ask(sql, (viewer.id, *ids))


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


slots = [
    Slot("idea.follow", following, personal=True, asks=ask_followed),
    Slot("idea.mine", mine, personal=True),
    Slot("profile.given", given),
]
