"""Which ideas a viewer may see: what every read of ideas starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ideas.board import boards, rules
from ideas.board.models import Idea
from kernel import db
from kernel.errors import Missing
from kernel.viewer import Viewer

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Where:
    """A condition on `idea i`, with what its marks stand for."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: Where) -> Where:
        return Where(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


ANY = Where("1 = 1")


@dataclass(frozen=True)
class Shut:
    """What an idea may be kept from others by."""

    author_id: int
    hidden_at: datetime | None
    waits_since: datetime | None


async def visible_to(viewer: Viewer) -> Where:
    """Listed ideas on boards that the viewer may see: what every list starts from."""
    every, mine = await boards.every(), await boards.visible_to(viewer)
    listed = Where("i.is_listed = ?", (True,))
    if len(every) == len(mine):
        return listed
    column = "+i.board_id" if db.on_sqlite() else "i.board_id"  # the plus keeps its planner on the index of the order
    return listed & Where(f"{column} IN ({db.marks(mine)})", tuple(board.id for board in mine))


async def among(viewer: Viewer, numbers: Sequence[int]) -> Where:
    """Of these numbers those that `visible_to` holds; the plus keeps SQLite from going through everything that is listed."""
    where = await visible_to(viewer)
    sql = where.sql.replace("i.is_listed", "+i.is_listed") if db.on_sqlite() else where.sql
    return Where(sql, where.values) & Where(*db.among("i.id", numbers))


async def own(viewer: Viewer) -> Where:
    """The viewer's own, wherever they may go: on one-way boards too, and what waits. Never for a page that others share."""
    reach = await boards.within_reach(viewer)
    shown = Where("(i.is_listed = ? OR (i.waits_since IS NOT NULL AND i.hidden_at IS NULL))", (True,))
    there = Where(f"i.board_id IN ({db.marks(reach)})", tuple(board.id for board in reach))
    return Where("i.author_id = ?", (viewer.id or 0,)) & shown & there


def impersonal(viewer: Viewer) -> Viewer:
    """Whoever belongs to the same groups and wrote nothing: for pages that are kept for all of them."""
    return replace(viewer, id=0) if viewer.is_member else viewer


async def find(viewer: Viewer, idea_id: int) -> Idea:
    """An idea with its board; Missing for whom it is not shown to."""
    if not 0 < idea_id <= LARGEST_ID:
        raise Missing()
    found = await Idea.get_or_none(id=idea_id).select_related("board")
    if found is None or not rules.may_read(viewer, found.board, found):
        raise Missing()
    return found


async def of_any_board(idea_id: int) -> Idea:
    """An idea for those who moderate, on a board that is kept from them too: what was reported there is theirs to rule on."""
    found = await Idea.get_or_none(id=idea_id).select_related("board") if 0 < idea_id <= LARGEST_ID else None
    if found is None:
        raise Missing()
    return found


async def unseen(viewer: Viewer, ids: Sequence[int]) -> set[int]:
    """Of some numbers those that `find` would find nothing for, in one query."""
    reach = {board.id: board for board in await boards.within_reach(viewer)}
    rows = await db.rows(
        "SELECT id, board_id, author_id, hidden_at, waits_since FROM idea "
        f"WHERE id IN ({db.marks(ids)}) AND board_id IN ({db.marks([*reach])})",
        *ids,
        *reach,
    )
    held = [(reach[row.pop("board_id")], row.pop("id"), Shut(**row)) for row in rows]
    return {*ids} - {number for board, number, shut in held if rules.may_read(viewer, board, shut)}
