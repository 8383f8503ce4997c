"""Holes that this wing fills: following an idea, and what a person gave."""

from __future__ import annotations

from ideas.board import queries, rules
from kernel import db, pages
from kernel.features import Slot
from kernel.viewer import Viewer


async def following(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys `idea:author`: whether the viewer hears of the idea, and what its author may do with it."""
    pairs = {key: tuple(int(part) for part in key.split(":")[:2]) for key in keys}
    held: set[int] = set()
    if viewer.is_member:
        ids = [idea for idea, _ in pairs.values()]
        sql = f"SELECT idea_id FROM follow WHERE person_id = ? AND idea_id IN ({db.marks(ids)})"
        held = {row["idea_id"] for row in await db.rows(sql, viewer.id, *ids)}
    return {
        key: pages.fragment(
            "ideas/board/_follow.html",
            viewer=viewer,
            idea_id=idea,
            is_author=viewer.id == author,
            is_followed=idea in held,
            csrf=viewer.csrf,
        )
        for key, (idea, author) in pairs.items()
    }


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
    Slot("idea.follow", following, personal=True),
    Slot("idea.mine", mine, personal=True),
    Slot("profile.given", given),
]
