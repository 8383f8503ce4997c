"""All reads of questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db, lists, text
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.search import looking
from kernel.viewer import SYSTEM, Viewer

PAGE = 20
FILTERS = {"open": "q.accepted IS NULL", "answered": "q.accepted IS NOT NULL", "mine": "q.author_id = ?"}


@dataclass(frozen=True)
class QuestionCard:
    """A question as pages show it; `accepted` is the comment that was accepted as its answer."""

    id: int
    author: PersonCard
    title: str
    body: str
    place: str
    comments: int
    accepted: int | None
    created_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None

    @property
    def url(self) -> str:
        return address(self.id)

    @property
    def author_id(self) -> int:
        return self.author.id

    @property
    def excerpt(self) -> str:
        return text.plain(self.body, 200)


def address(number: int) -> str:
    return f"/questions/{number}"


_OWN = ("title", "body", "place", "comments", "accepted", "created_at", "edited_at", "hidden_at")
_SELECT = (
    "SELECT q.id AS question, " + ", ".join(f"q.{name}" for name in _OWN) + ", p.id, p.handle, p.name, p.role, "
    "p.is_ambassador, p.is_claimed, f.digest FROM question q JOIN person p ON p.id = q.author_id "
    "LEFT JOIN file f ON f.id = p.picture_id"
)


def _card(row: db.Row) -> QuestionCard:
    return QuestionCard(id=row["question"], author=people.card_of(row), **{name: row[name] for name in _OWN})


def visible_to(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """A condition on `question q`: what was hidden is there for its author and moderation."""
    if viewer == SYSTEM or viewer.is_manager:
        return "q.id > 0", ()
    return "(q.hidden_at IS NULL OR q.author_id = ?)", (viewer.id or 0,)


async def find(viewer: Viewer, number: int) -> QuestionCard:
    """A question in the viewer's sight; Missing otherwise."""
    found = await cards(viewer, [number])
    if number not in found:
        raise Missing()
    return found[number]


async def cards(viewer: Viewer, numbers: Sequence[int]) -> dict[int, QuestionCard]:
    """Of some questions those that the viewer may see."""
    seen, values = visible_to(viewer)
    rows = await db.rows(f"{_SELECT} WHERE q.id IN ({db.marks(numbers)}) AND {seen}", *numbers, *values)
    return {row["question"]: _card(row) for row in rows}


async def listing(
    viewer: Viewer, which: str, *, place: str = "", q: str = "", after: str | None = None
) -> Listing[QuestionCard]:
    """Twenty questions, the newest first: those without an accepted answer, with one, or one's own; those that words find."""
    seen, values = visible_to(viewer)
    where = [seen, FILTERS[which]]
    values = (*values, viewer.id or 0) if which == "mine" else values
    if place:
        where.append("q.place = ?")
        values = (*values, place)
    if q.strip():
        ids = await looking.numbers(viewer, "question", q)
        where.append(f"q.id IN ({db.marks(ids)})")
        values = (*values, *ids)
    if before := lists.place(after, int):
        where.append("q.id < ?")
        values = (*values, *before)
    rows = await db.rows(f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY q.id DESC LIMIT {PAGE + 1}", *values)
    page = lists.page_of(rows, PAGE, lambda row: (row["question"],))
    return Listing([_card(row) for row in page.items], page.after)


async def waiting(person_id: int, most: int) -> list[QuestionCard]:
    """The newest questions of others that have no accepted answer."""
    rows = await db.rows(
        f"{_SELECT} WHERE q.hidden_at IS NULL AND q.accepted IS NULL AND q.author_id <> ? ORDER BY q.id DESC LIMIT {most}",
        person_id,
    )
    return [_card(row) for row in rows]


async def helped(person_id: int) -> int:
    """How many answers of somebody's are accepted."""
    found = await db.value(
        "SELECT count(*) FROM question_acceptance WHERE answerer_id = ? AND stands IS TRUE", person_id
    )
    return int(found or 0)
