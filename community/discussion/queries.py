"""All reads of threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community.discussion import rules
from community.discussion.models import Comment
from community.discussion.registry import Subject
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db, lists
from kernel.errors import Missing
from kernel.viewer import Viewer

PAGE = 50


@dataclass(frozen=True)
class Said:
    """A comment as a viewer of this scope sees it, with its replies."""

    id: int
    author: PersonCard
    body: str
    is_internal: bool
    reactions: int
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden_at: datetime | None
    replies: list[Said] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Nothing is left of it but its place above its replies."""
        return self.deleted_at is not None or self.hidden_at is not None


@dataclass(frozen=True)
class Talk:
    """A page of a thread."""

    count: int
    comments: list[Said]
    after: str | None


async def thread(kind: str, number: int, viewer: Viewer, *, sort: str = "", after: str | None = None) -> Talk:
    """The thread of a subject: fifty comments of the first level with their replies, from a cursor on."""
    found = await db.row("SELECT id, comments FROM thread WHERE subject_kind = ? AND subject_id = ?", kind, number)
    if found is None:
        return Talk(0, [], None)
    tops = await _tops(found["id"], viewer, thanked=sort == "thanked", after=after)
    listing = lists.page_of(tops, PAGE, lambda row: (row["reactions"], row["id"]))
    replies = await _replies([row["id"] for row in listing.items], viewer)
    cards = await people.names([row["author_id"] for row in (*listing.items, *replies)])
    below: dict[int, list[Said]] = {}
    for row in replies:
        below.setdefault(row["parent_id"], []).append(_said(row, cards, []))
    comments = [_said(row, cards, below.get(row["id"], [])) for row in listing.items]
    return Talk(found["comments"], [c for c in comments if c.replies or not c.gone or viewer.is_staff], listing.after)


async def _tops(thread_id: int, viewer: Viewer, *, thanked: bool, after: str | None) -> list[db.Row]:
    place = lists.place(after, int, int)
    where, values, order = "", [], "id"
    if thanked:
        order = "reactions DESC, id DESC"
        if place:
            where, values = " AND (reactions, id) < (?, ?)", [*place]
    elif place:
        where, values = " AND id > ?", [place[1]]
    return await db.rows(
        f"SELECT * FROM comment WHERE thread_id = ? AND parent_id IS NULL{_seen(viewer)}{where} "
        f"ORDER BY {order} LIMIT {PAGE + 1}",
        thread_id,
        *_hides(viewer),
        *values,
    )


async def _replies(parents: Sequence[int], viewer: Viewer) -> list[db.Row]:
    if not parents:
        return []
    return await db.rows(
        f"SELECT * FROM comment WHERE parent_id IN ({db.marks(parents)}){_seen(viewer)} ORDER BY id",
        *parents,
        *_hides(viewer),
    )


def _seen(viewer: Viewer) -> str:
    return "" if viewer.is_staff else " AND is_internal = ?"


def _hides(viewer: Viewer) -> list[Any]:
    return [] if viewer.is_staff else [False]


def _said(row: db.Row, cards: dict[int, PersonCard], replies: list[Said]) -> Said:
    return Said(
        id=row["id"],
        author=cards[row["author_id"]],
        body=row["body"],
        is_internal=row["is_internal"],
        reactions=row["reactions"],
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        deleted_at=row["deleted_at"],
        hidden_at=row["hidden_at"],
        replies=[reply for reply in replies if not reply.gone],
    )


async def said(number: int) -> Said:
    """One comment as it stands in its thread, without its replies."""
    row = await db.row("SELECT * FROM comment WHERE id = ?", number)
    if row is None:
        raise Missing()
    return _said(row, await people.names([row["author_id"]]), [])


async def address(subject: Subject, comment: Comment) -> str:
    """Where a comment is read: on its subject's page, or on a page of the thread that begins with it."""
    top = comment.parent_id or comment.id  # type: ignore[attr-defined]
    before = await db.value(
        "SELECT count(*) FROM comment WHERE thread_id = ? AND parent_id IS NULL AND id < ?",
        comment.thread_id,  # type: ignore[attr-defined]
        top,
    )
    further = f"/threads/{subject.kind}/{subject.id}?after={lists.cursor(0, top - 1)}"
    return f"{subject.url if before < PAGE else further}#comment-{comment.id}"


async def find(viewer: Viewer, number: int) -> tuple[Comment, str, int]:
    """A comment that the viewer may read, with the kind and number of its subject; Missing otherwise."""
    comment = await Comment.get_or_none(id=number)
    if comment is None or comment.deleted_at is not None or not rules.may_read(viewer, comment):
        raise Missing()
    subject = await db.row(
        "SELECT subject_kind, subject_id FROM thread WHERE id = ?",
        comment.thread_id,  # type: ignore[attr-defined]
    )
    if subject is None:
        raise Missing()
    return comment, subject["subject_kind"], subject["subject_id"]


async def mine(viewer: Viewer, numbers: Sequence[int]) -> tuple[set[int], set[int]]:
    """Of some comments: those that the viewer thanked, and those that are the viewer's own."""
    thanked = await db.rows(
        f"SELECT comment_id FROM reaction WHERE person_id = ? AND comment_id IN ({db.marks(numbers)})",
        viewer.id,
        *numbers,
    )
    own = await db.rows(
        f"SELECT id FROM comment WHERE author_id = ? AND id IN ({db.marks(numbers)})", viewer.id, *numbers
    )
    return {row["comment_id"] for row in thanked}, {row["id"] for row in own}


async def history(number: int) -> list[db.Row]:
    """What a comment said before, newest first."""
    return await db.rows(
        "SELECT body, replaced_at FROM comment_version WHERE comment_id = ? ORDER BY id DESC LIMIT 50", number
    )
