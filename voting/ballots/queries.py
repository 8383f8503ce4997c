"""Reading support: who stands behind an idea, now and at any past moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.board import queries as ideas
from ideas.board import rules as board_rules
from kernel import db, lists
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.viewer import Viewer
from voting.ballots import recorded

PER_PAGE = 60
LARGEST = 2**31 - 1
_IDEA = (
    "SELECT i.id, i.title, i.slug, i.status, i.supporters, i.comments, i.created_at, i.author_id, i.hidden_at, "
    "i.waits_since, b.see, b.propose, b.comment, b.support, b.is_open, b.is_one_way, b.owner_id, s.at AS mine_at "
    "FROM idea i JOIN board b ON b.id = i.board_id "
    "LEFT JOIN support s ON s.idea_id = i.id AND s.person_id = ? "
)


@dataclass(frozen=True)
class Supportable:
    """An idea, the doors of its board, and since when the viewer supports it."""

    id: int
    title: str
    slug: str
    status: str
    supporters: int
    comments: int
    created_at: datetime
    author_id: int
    hidden_at: datetime | None
    waits_since: datetime | None
    see: str
    propose: str
    comment: str
    support: str
    is_open: bool
    is_one_way: bool
    owner_id: int | None
    mine_at: datetime | None

    @property
    def board(self) -> Supportable:
        return self

    @property
    def url(self) -> str:
        return ideas.address(self.id, self.slug)


async def supportable(viewer: Viewer, ids: Sequence[int]) -> dict[int, Supportable]:
    """Some ideas by number, whoever may see them: for holes in pages that list visible ones."""
    rows = await db.rows(f"{_IDEA} WHERE i.id IN ({db.marks(ids)})", viewer.id or 0, *ids)
    return {row["id"]: Supportable(**row) for row in rows}


async def find(viewer: Viewer, idea_id: int) -> Supportable:
    """An idea that the viewer sees."""
    if not 0 < idea_id <= LARGEST:
        raise Missing()
    found = (await supportable(viewer, [idea_id])).get(idea_id)
    if found is None or not board_rules.may_read(viewer, found, found):
        raise Missing()
    return found


async def supporters(idea_id: int, after: str | None = None) -> tuple[Listing[int], int]:
    """Claimed members who support an idea, the newest first, and how many others do from accounts nobody claimed.

    Whom staff wrote it down for is among neither: they did not say so here.
    """
    place = lists.place(after, int)
    written = f"SELECT w.person_id FROM ({recorded.by_staff('AND i.id = ?')}) w"
    rows = await db.rows(
        "SELECT s.id, s.person_id FROM support s JOIN person p ON p.id = s.person_id "
        f"WHERE s.idea_id = ? AND p.is_claimed = ? AND s.id < ? AND s.person_id NOT IN ({written}) ORDER BY s.id DESC LIMIT ?",
        idea_id,
        True,
        place[0] if place else 2**62,
        idea_id,
        PER_PAGE + 1,
    )
    page = lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))
    others = await db.value(
        "SELECT COUNT(*) AS n FROM support s JOIN person p ON p.id = s.person_id WHERE s.idea_id = ? AND p.is_claimed = ? "
        f"AND s.person_id NOT IN ({written})",
        idea_id,
        False,
        idea_id,
    )
    return Listing([row["person_id"] for row in page.items], page.after), int(others)


async def audience(idea_id: int) -> set[int]:
    """Everybody who supports an idea: whom the inbox tells what becomes of it."""
    return {row["person_id"] for row in await db.rows("SELECT person_id FROM support WHERE idea_id = ?", idea_id)}


async def supporters_at(idea_id: int, moment: datetime) -> set[int]:
    """Who supported an idea at a past moment, by the ledger."""
    rows = await db.rows(f"SELECT person_id FROM ({_LAST}) l WHERE n = 1 AND kind <> 'withdrawn'", idea_id, moment)
    return {row["person_id"] for row in rows}


async def count_at(idea_id: int, moment: datetime) -> int:
    """How many supported an idea at a past moment."""
    sql = f"SELECT COUNT(*) AS n FROM ({_LAST}) l WHERE n = 1 AND kind <> 'withdrawn'"
    return int(await db.value(sql, idea_id, moment))


_LAST = (
    "SELECT person_id, kind, ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY at DESC, id DESC) AS n "
    "FROM support_event WHERE idea_id = ? AND at <= ?"
)


async def supported_by(viewer: Viewer, person_id: int, limit: int = 10) -> list[int]:
    """The newest ideas that a person supports by their own word and the viewer may see, by number."""
    where = await ideas.visible_to(viewer)
    rows = await db.rows(
        "SELECT s.idea_id FROM support s JOIN idea i ON i.id = s.idea_id "
        f"WHERE s.person_id = ? AND {where.sql} AND s.idea_id NOT IN (SELECT w.idea FROM "
        f"({recorded.by_staff('AND e.person_id = ?')}) w) ORDER BY s.at DESC, s.id DESC LIMIT ?",
        person_id,
        *where.values,
        person_id,
        limit,
    )
    return [row["idea_id"] for row in rows]
