"""The kinds of doing that this wing knows by itself: an idea that was shipped, and thanks by hand."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.points.registry import Cause, Earning, Named, Paid
from ideas.board import queries as board
from kernel import db
from kernel.i18n import mark
from kernel.viewer import Viewer

STATES = ("idea.answered", "idea.status")


async def _shipped(event: db.Row) -> Paid:
    """Who proposed it, unless they are staff."""
    if event["data"].get("after") != "shipped":
        return []
    rows = await db.rows(
        "SELECT p.id FROM idea i JOIN person p ON p.id = i.author_id WHERE i.id = ? AND p.role = 'member'",
        event["subject_id"],
    )
    return [(row["id"], ("idea", event["subject_id"])) for row in rows]


async def _no_more(event: db.Row) -> list[Cause]:
    """It was said to be there and is not."""
    undone = event["data"].get("before") == "shipped" and event["data"].get("after") not in ("", "shipped", None)
    return [("idea", event["subject_id"])] if undone else []


async def _ideas(viewer: Viewer, numbers: Sequence[int]) -> Named:
    seen = await board.visible_to(viewer)
    rows = await db.rows(
        f"SELECT i.id, i.title, i.slug FROM idea i WHERE i.id IN ({db.marks(numbers)}) AND {seen.sql}",
        *numbers,
        *seen.values,
    )
    return {row["id"]: (row["title"], board.address(row["id"], row["slug"])) for row in rows}


earnings = [
    Earning("idea", mark("An idea comes true"), STATES, _shipped, STATES, _no_more, names=_ideas),
    Earning("thanks", mark("Thanks from the team")),
]
