"""What the brand said it would do: the dates it kept, those it is late with, and what followed from ideas lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ideas.board import queries
from kernel import clock, db
from kernel.viewer import Viewer

# CROSS JOIN keeps SQLite's planner from beginning with all ideas; PostgreSQL reads it as any other join.


@dataclass(frozen=True)
class Line:
    """The public count of promises: a late one stays counted as late once it is kept."""

    kept: int
    late: int
    due: int

    @property
    def total(self) -> int:
        return self.kept + self.late + self.due


@dataclass(frozen=True)
class Followed:
    """An idea and the newest words of the brand about it."""

    id: int
    title: str
    slug: str
    status: str
    supporters: int
    author: str
    body: str
    promised_on: date | None
    kept_on: date | None
    created_at: datetime

    @property
    def url(self) -> str:
        return queries.address(self.id, self.slug)


async def line(viewer: Viewer) -> Line:
    """Promises on ideas that the viewer may see; what was promised of a merged one counts on."""
    where, today = await queries.visible_to(viewer), clock.today()
    row = await db.row(
        "SELECT sum(CASE WHEN a.kept_on <= a.promised_on THEN 1 ELSE 0 END) AS kept, "
        "sum(CASE WHEN a.kept_on IS NULL AND a.promised_on >= ? THEN 1 ELSE 0 END) AS due, count(*) AS total "
        "FROM answer a CROSS JOIN idea o CROSS JOIN idea i WHERE o.id = a.idea_id AND a.promised_on IS NOT NULL "
        "AND i.id = coalesce(o.merged_into_id, o.id) AND (o.id = i.id OR (o.hidden_at IS NULL AND o.board_id = i.board_id)) "
        f"AND {where.sql}",
        today,
        *where.values,
    )
    kept, due, total = (int(row[name] or 0) for name in ("kept", "due", "total")) if row else (0, 0, 0)
    return Line(kept, total - kept - due, due)


async def followed(viewer: Viewer, *, most: int = 4) -> list[Followed]:
    """Ideas with the newest answers."""
    where = await queries.visible_to(viewer)
    found = await db.rows(
        "SELECT i.id, i.title, i.slug, i.status, i.supporters, p.name AS author, a.body, a.promised_on, a.kept_on, "
        "a.created_at FROM answer a CROSS JOIN idea i LEFT JOIN person p ON p.id = i.author_id "
        f"WHERE i.id = a.idea_id AND {where.sql} AND a.id = (SELECT max(n.id) FROM answer n WHERE n.idea_id = i.id) "
        f"ORDER BY a.id DESC LIMIT {most}",
        *where.values,
    )
    return [Followed(**row) for row in found]
