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
from voting.ballots.merges import GROUP

PER_PAGE = 60
COUNTS = "s.state <> 'quarantined'"
"""Of a support `s`: does it count?"""
LARGEST = 2**31 - 1
_MINE = (
    "SELECT min(y.at) FROM idea x JOIN support y ON y.idea_id = x.id "
    "WHERE y.person_id = ? AND (x.id = i.id OR x.merged_into_id = i.id)"
)
_IDEA = (
    "SELECT a.id AS asked, i.id, i.title, i.slug, i.status, i.supporters, i.comments, i.created_at, i.author_id, "
    "i.hidden_at, i.waits_since, i.merged_from, b.see, b.propose, b.comment, b.support, b.is_open, b.is_one_way, "
    f"b.owner_id, CASE WHEN i.merged_from > 0 THEN ({_MINE}) ELSE s.at END AS mine_at "
    "FROM idea a JOIN idea i ON i.id = coalesce(a.merged_into_id, a.id) JOIN board b ON b.id = i.board_id "
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
    merged_from: int
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
    """Some ideas by number, whoever may see them: for holes in pages that list visible ones. A merged one is where it leads."""
    me = viewer.id or 0
    some, values = db.among("a.id", ids)
    rows = await db.rows(f"{_IDEA} WHERE {some}", me, me, *values)
    return {row.pop("asked"): Supportable(**row) for row in rows}


async def find(viewer: Viewer, idea_id: int) -> Supportable:
    """An idea that the viewer sees; of a merged one where it leads."""
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
    place, twice = lists.place(after, int), (idea_id, idea_id)
    written = f"SELECT w.person_id FROM ({recorded.by_staff('AND (i.id = ? OR i.merged_into_id = ?)')}) w"
    rows = await db.rows(
        "SELECT max(s.id) AS id, s.person_id FROM support s JOIN person p ON p.id = s.person_id "
        f"WHERE s.idea_id IN {GROUP.format('?')} AND {COUNTS} AND p.is_claimed = ? AND s.person_id NOT IN ({written}) "
        "GROUP BY s.person_id HAVING max(s.id) < ? ORDER BY max(s.id) DESC LIMIT ?",
        *twice,
        True,
        *twice,
        place[0] if place else 2**62,
        PER_PAGE + 1,
    )
    page = lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))
    others = await db.value(
        "SELECT COUNT(DISTINCT s.person_id) AS n FROM support s JOIN person p ON p.id = s.person_id "
        f"WHERE s.idea_id IN {GROUP.format('?')} AND {COUNTS} AND p.is_claimed = ? AND s.person_id NOT IN ({written})",
        *twice,
        False,
        *twice,
    )
    return Listing([row["person_id"] for row in page.items], page.after), int(others)


async def audience(idea_id: int) -> set[int]:
    """Everybody who supports an idea: whom the inbox tells what becomes of it."""
    sql = f"SELECT DISTINCT person_id FROM support WHERE idea_id IN {GROUP.format('?')}"
    return {row["person_id"] for row in await db.rows(sql, idea_id, idea_id)}


async def supporters_at(idea_id: int, moment: datetime) -> set[int]:
    """Who supported an idea at a past moment, by the ledger and the merges in force then."""
    sql = f"SELECT DISTINCT person_id FROM ({_LAST}) l WHERE n = 1 AND kind <> 'withdrawn'"
    return {row["person_id"] for row in await db.rows(sql, *_then(idea_id, moment))}


async def count_at(idea_id: int, moment: datetime) -> int:
    """How many supported an idea at a past moment."""
    sql = f"SELECT COUNT(DISTINCT person_id) AS n FROM ({_LAST}) l WHERE n = 1 AND kind <> 'withdrawn'"
    return int(await db.value(sql, *_then(idea_id, moment)))


def _then(idea_id: int, moment: datetime) -> tuple[object, ...]:
    return idea_id, idea_id, *[moment] * 6


_HELD = "m.at <= ? AND (m.undone_at IS NULL OR m.undone_at > ?)"
_LAST = (
    "WITH RECURSIVE g(id) AS (SELECT CAST(? AS BIGINT) WHERE NOT EXISTS (SELECT 1 FROM merge_source t JOIN merge m "
    f"ON m.id = t.merge_id WHERE t.idea_id = ? AND {_HELD}) UNION SELECT CAST(t.idea_id AS BIGINT) FROM g "
    f"JOIN merge m ON m.target_id = g.id AND {_HELD} JOIN merge_source t ON t.merge_id = m.id) "
    "SELECT person_id, kind, ROW_NUMBER() OVER (PARTITION BY idea_id, person_id ORDER BY at DESC, id DESC) AS n "
    "FROM support_event e WHERE idea_id IN (SELECT id FROM g) AND at <= ? AND coalesce((SELECT d.state FROM doubt_event d "
    "WHERE d.kind = 'support' AND d.subject_id = e.idea_id AND d.person_id = e.person_id AND d.at <= ? "
    "ORDER BY d.id DESC LIMIT 1), 'valid') <> 'quarantined'"
)
"""Each person's last word by a moment on an idea and all that led to it then, if it counted; of one merged then nobody's."""


async def supported_by(viewer: Viewer, person_id: int, limit: int = 10) -> list[int]:
    """The newest ideas that a person supports by their own word and the viewer may see, by number."""
    where = await ideas.visible_to(viewer)
    rows = await db.rows(
        "SELECT i.id FROM support s JOIN idea g ON g.id = s.idea_id JOIN idea i ON i.id = coalesce(g.merged_into_id, g.id) "
        f"WHERE s.person_id = ? AND {where.sql} AND i.id NOT IN (SELECT w.idea FROM "
        f"({recorded.by_staff('AND e.person_id = ?')}) w) GROUP BY i.id ORDER BY max(s.at) DESC, max(s.id) DESC LIMIT ?",
        person_id,
        *where.values,
        person_id,
        limit,
    )
    return [row["id"] for row in rows]
