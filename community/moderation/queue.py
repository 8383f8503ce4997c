"""What awaits a ruling, the heaviest first: pages by cursor, the next one for who asks, who has how many before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.moderation import cases, likeness, weighing
from community.moderation.models import Act, Sanction
from community.moderation.weighing import Weight
from kernel import clock, db, lists
from kernel.errors import Conflict, Missing
from kernel.lists import Listing
from kernel.viewer import Viewer

PAGE = 30
COUNTED = 1000
"""Beyond this the queue says that there are more."""
NEWEST = 200


@dataclass(frozen=True)
class Waiting:
    """A case in the queue; `holder` has it before them until `held_until`."""

    case_id: int
    kind: str
    id: int
    reports: int
    rule: str
    source: str
    follows: int
    weight: Weight
    oldest: datetime
    place: float
    holder: str
    held_until: datetime | None

    @property
    def url(self) -> str:
        return f"/moderation/cases/{self.kind}/{self.id}"


_SELECT = (
    "SELECT c.id, c.subject_kind, c.subject_id, c.reports, c.rule, c.source, c.follows, c.heard, c.reach, c.place, "
    "c.opened_at, c.claimed_until AS claimed_at, p.name AS holder FROM moderation_case c "
    "LEFT JOIN person p ON p.id = c.claimed_by_id WHERE c.state = 'open'"
)


async def cases_waiting(
    viewer: Viewer, after: str | None = None, *, like: int = 0, author: int = 0
) -> Listing[Waiting]:
    """A page of the queue; of one author alone, or of nearly the same words as another case."""
    place = lists.place(after, float, int)
    where, values = _where(like=await _band(like) if like else 0, author=author, place=place)
    rows = await db.rows(f"{_SELECT}{where} ORDER BY c.place DESC, c.id DESC LIMIT {PAGE + 1}", *values)
    return lists.page_of([_waiting(row) for row in rows], PAGE, lambda one: (one.place, one.case_id))


def _where(*, like: int, author: int, place: tuple[Any, ...] | None) -> tuple[str, list[Any]]:
    told: list[tuple[str, list[Any]]] = []
    if like:
        told.append((" AND c.band = ?", [like]))
    if author:
        told.append((" AND c.author_id = ?", [author]))
    if place:
        told.append((" AND (c.place < ? OR (c.place = ? AND c.id < ?))", [place[0], place[0], place[1]]))
    return "".join(sql for sql, _ in told), [value for _, values in told for value in values]


async def _band(case_id: int) -> int:
    """What nearly the same words as a case's share; Missing where it has none."""
    found = await db.value("SELECT band FROM moderation_case WHERE id = ?", case_id)
    if not found:
        raise Missing()
    return int(found)


def _waiting(row: db.Row) -> Waiting:
    now = clock.now()
    held = row["claimed_at"] if row["claimed_at"] and row["claimed_at"] > now else None
    return Waiting(
        case_id=row["id"],
        kind=row["subject_kind"],
        id=row["subject_id"],
        reports=row["reports"],
        rule=row["rule"],
        source=row["source"],
        follows=row["follows"],
        weight=weighing.weight(row["heard"], row["reach"], now - row["opened_at"]),
        oldest=row["opened_at"],
        place=row["place"],
        holder=row["holder"] if held else "",
        held_until=held,
    )


async def count() -> int:
    """How many cases wait, up to a thousand and one."""
    return int(await db.value(f"SELECT count(*) FROM ({_ALL} LIMIT {COUNTED + 1}) q"))


_ALL = "SELECT 1 FROM moderation_case WHERE state = 'open'"


async def take_next(viewer: Viewer) -> tuple[str, int] | None:
    """The heaviest case that nobody has and that the viewer may rule on, now theirs; None when there is none."""
    now = clock.now()
    rows = await db.rows(
        "SELECT c.subject_kind, c.subject_id FROM moderation_case c WHERE c.state = 'open' "
        "AND (c.claimed_by_id IS NULL OR c.claimed_by_id = ? OR c.claimed_until <= ?) "
        "AND (c.author_id IS NULL OR c.author_id <> ?) AND NOT EXISTS (SELECT 1 FROM report r "
        "WHERE r.subject_kind = c.subject_kind AND r.subject_id = c.subject_id AND r.ruling_id IS NULL "
        "AND r.reporter_id = ?) ORDER BY c.place DESC, c.id DESC LIMIT 5",
        *(viewer.id, now, viewer.id, viewer.id),
    )
    for row in rows:
        try:
            await cases.claim(viewer, row["subject_kind"], row["subject_id"])
        except (Conflict, Missing):
            continue
        return row["subject_kind"], row["subject_id"]
    return None


@dataclass(frozen=True)
class Load:
    """How many cases somebody of the team has before them now."""

    name: str
    cases: int


async def load() -> list[Load]:
    """Who has how many now; nothing is kept of who did how many."""
    rows = await db.rows(
        "SELECT p.name, count(*) AS n FROM moderation_case c JOIN person p ON p.id = c.claimed_by_id "
        "WHERE c.state = 'open' AND c.claimed_until > ? GROUP BY p.id, p.name ORDER BY p.name",
        clock.now(),
    )
    return [Load(row["name"], row["n"]) for row in rows]


@dataclass(frozen=True)
class Similar:
    """A ruling on something like it: of the same author, or in near words, or of the same kind and rule."""

    id: int
    kind: str
    subject: int
    act: Act
    measure: Sanction
    reason: str
    created_at: datetime
    is_reversed: bool
    is_same_author: bool
    nearness: float


async def similar(kind: str, number: int, *, author_id: int, rule: str) -> list[Similar]:
    """Rulings on cases like this one, the nearest first, the author's own before others equally near."""
    own = await db.row(
        "SELECT band, sketch FROM moderation_case WHERE subject_kind = ? AND subject_id = ?", kind, number
    )
    sketch, band = (own["sketch"], own["band"]) if own else ("", 0)
    rows = await db.rows(_LIKE, *(author_id, kind, rule, band, kind, number))
    found = [_similar(row, sketch, author_id) for row in rows]
    return sorted(found, key=lambda one: (-one.nearness, not one.is_same_author, -one.id))[:6]


_LIKE = (
    "SELECT u.id, u.subject_kind, u.subject_id, u.act, u.measure, u.reason, u.created_at, u.author_id, "
    "u.reversed_at IS NOT NULL AS is_reversed, coalesce(c.sketch, '') AS sketch FROM ruling u "
    "LEFT JOIN moderation_case c ON c.subject_kind = u.subject_kind AND c.subject_id = u.subject_id "
    "WHERE u.act <> 'gone' AND (u.author_id = ? OR (u.subject_kind = ? AND u.rule = ?) OR (c.band = ? AND c.band <> 0)) "
    f"AND NOT (u.subject_kind = ? AND u.subject_id = ?) ORDER BY u.id DESC LIMIT {NEWEST}"
)


def _similar(row: db.Row, sketch: str, author_id: int) -> Similar:
    return Similar(
        id=row["id"],
        kind=row["subject_kind"],
        subject=row["subject_id"],
        act=Act(row["act"]),
        measure=Sanction(row["measure"]),
        reason=row["reason"],
        created_at=row["created_at"],
        is_reversed=row["is_reversed"],
        is_same_author=row["author_id"] == author_id,
        nearness=likeness.nearness(sketch, row["sketch"]),
    )


async def waiting_like(kind: str, number: int) -> int:
    """How many other open cases have nearly the same words."""
    return int(
        await db.value(
            "SELECT count(*) FROM (SELECT 1 FROM moderation_case c JOIN moderation_case o ON o.band = c.band "
            "WHERE o.subject_kind = ? AND o.subject_id = ? AND o.band <> 0 AND c.id <> o.id AND c.state = 'open' LIMIT 100) q",
            *(kind, number),
        )
    )


async def of_author(author_id: int, *, most: int = 5) -> Sequence[db.Row]:
    """What was ruled on an author before, the newest first: act, measure, rule, day, and whether it was reversed."""
    return await db.rows(
        "SELECT id, subject_kind, act, measure, rule, version, created_at, reversed_at IS NOT NULL AS is_reversed "
        "FROM ruling WHERE author_id = ? AND (act <> 'none' OR measure <> 'none') ORDER BY id DESC LIMIT ?",
        *(author_id, most),
    )
