"""What an idea's page tells of merges: the ideas that lead to it with their authors, and when each came or went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.people.queries import PersonCard
from ideas.board import queries
from ideas.board.subqueries import BY, FACE, WHO, face, many
from kernel import cache, db
from kernel.viewer import Viewer

_unseen: cache.Store[set[int]] = cache.Store(500)


@dataclass(frozen=True)
class Taken:
    """An idea that leads to this one, who gave it, and since when it does."""

    id: int
    title: str
    slug: str
    at: datetime
    by: PersonCard

    @property
    def url(self) -> str:
        return queries.address(self.id, self.slug)


@dataclass(frozen=True)
class Joining:
    """An idea that a merge took into this one, and when it was parted again."""

    merge_id: int
    idea_id: int
    title: str
    at: datetime
    by: str
    undone_at: datetime | None
    undone_by: str | None


def taken() -> str:
    """Subquery of the ideas that lead to `i`."""
    merge = "SELECT m.at FROM merge_source s JOIN merge m ON m.id = s.merge_id WHERE s.idea_id = g.id AND m.undone_at IS NULL"
    return many(
        ["id", "title", "slug", "at", *FACE],
        f"SELECT g.id, g.title, g.slug, ({merge}) AS at, {WHO} FROM idea g {BY.format('g.author_id')} "
        "WHERE g.merged_into_id = i.id",
    )


def merges() -> str:
    """Subquery of the ideas that merges took into `i`, undone or not."""
    return many(
        ["merge_id", "idea_id", "title", "at", "by", "undone_at", "undone_by"],
        "SELECT s.merge_id, s.idea_id, g.title, m.at, p.name AS by, m.undone_at, u.name AS undone_by "
        "FROM merge m JOIN merge_source s ON s.merge_id = m.id JOIN idea g ON g.id = s.idea_id "
        "JOIN person p ON p.id = m.by_id LEFT JOIN person u ON u.id = m.undone_by_id WHERE m.target_id = i.id",
    )


def taken_of(found: str | None) -> tuple[Taken, ...]:
    rows = sorted(json.loads(found or "[]"), key=lambda row: row["id"])
    return tuple(Taken(row["id"], row["title"], row["slug"], db.moment(row["at"]), face(row)) for row in rows)


def merges_of(found: str | None) -> tuple[Joining, ...]:
    return tuple(map(_joining, sorted(json.loads(found or "[]"), key=lambda row: (row["merge_id"], row["idea_id"]))))


def _joining(row: dict[str, Any]) -> Joining:
    undone = db.moment(row["undone_at"]) if row["undone_at"] else None
    return Joining(**{**row, "at": db.moment(row["at"]), "undone_at": undone})


async def in_sight(viewer: Viewer, ids: Iterable[int]) -> set[int]:
    """Of some ideas those that everybody of the viewer's scope may read, whoever they are: a page of theirs is shared."""
    wanted, told = tuple(sorted(set(ids))), queries.impersonal(viewer)
    if not wanted:
        return set()

    async def unseen() -> set[int]:
        return await queries.unseen(told, wanted)

    return {*wanted} - await (unseen() if db.inside() else _unseen.through((told.scope, wanted), unseen))


@dataclass(frozen=True)
class Arrival:
    """A line of an idea's trail: another was merged into it, or parted from it; no title where it is kept from the reader."""

    title: str
    is_parted: bool
    by: str
    created_at: datetime
    after: str = ""


@dataclass(frozen=True)
class Lineage:
    """What a page tells its readers of merges: the ideas that led here, who gave them, and when they came and went."""

    taken: tuple[Taken, ...] = ()
    authors: tuple[PersonCard, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    arrived: Taken | None = None


async def told(
    viewer: Viewer, taken: Sequence[Taken], merges: Sequence[Joining], *, author_id: int, came_from: str = ""
) -> Lineage:
    """The lineage of an idea for everybody of the viewer's scope; `came_from` is the number that an old address led from."""
    if not merges:
        return Lineage()
    seen = await in_sight(viewer, [*(one.id for one in taken), *(one.idea_id for one in merges)])
    shown = tuple(one for one in taken if one.id in seen)
    authors = {one.by.id: one.by for one in shown if one.by.id != author_id}
    arrived = next((one for one in shown if str(one.id) == came_from), None)
    arrivals = [line for one in merges for line in _lines(one, one.title if one.idea_id in seen else "")]
    return Lineage(shown, tuple(authors.values()), tuple(arrivals), arrived)


def _lines(one: Joining, title: str) -> Iterator[Arrival]:
    yield Arrival(title, False, one.by, one.at)
    if one.undone_at:
        yield Arrival(title, True, one.undone_by or "", one.undone_at)
