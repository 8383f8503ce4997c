"""All reads of threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community.discussion import registry, rules
from community.discussion.models import Comment
from community.discussion.registry import Gathering, Named, Subject
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
    origin: Named | None = None
    replies: list[Said] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the hole of its thanks needs to know."""
        return f"{self.id}:{self.author.id}:{self.reactions}"

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
    thanked, told = sort == "thanked", await registry.gathering(viewer, kind, number)
    rows = await _with_replies(kind, told, viewer, thanked=thanked, place=lists.place(after, int, int))
    if not rows:
        return Talk(0, [], None)
    tops = [row for row in rows if row["id"] and row["parent_id"] is None]
    if thanked:
        tops.sort(key=lambda row: (-row["reactions"], -row["id"]))
    listing = lists.page_of(tops, PAGE, lambda row: (row["reactions"], row["id"]))
    below: dict[int, list[Said]] = {}
    for row in rows:
        if row["parent_id"]:
            below.setdefault(row["parent_id"], []).append(_said(row, []))
    comments = [_said(row, below.get(row["id"], []), told.origins.get(row["under"])) for row in listing.items]
    return Talk(
        int(rows[0]["count"]), [c for c in comments if c.replies or not c.gone or viewer.is_staff], listing.after
    )


_COMMENT = (
    "c.id, c.parent_id, c.body, c.is_internal, c.reactions, c.created_at, c.edited_at, c.deleted_at, c.hidden_at, "
    "c.author_id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest"
)
_BY = "LEFT JOIN person p ON p.id = c.author_id LEFT JOIN file f ON f.id = p.picture_id"


async def _with_replies(
    kind: str, told: Gathering, viewer: Viewer, *, thanked: bool, place: tuple[Any, ...] | None
) -> list[db.Row]:
    """One row for each comment, or one without any for a thread that has none here; none without a thread."""
    seen, hides = ("", []) if viewer.is_staff else (" AND {}.is_internal = ?", [False])
    order = "x.reactions DESC, x.id DESC" if thanked else "x.id"
    further, values = "", []
    if place and thanked:
        further, values = " AND (x.reactions, x.id) < (?, ?)", [*place]
    elif place:
        further, values = " AND x.id > ?", [place[1]]
    among = "IN" if told.origins else "="  # one thread needs no plan for several
    return await db.rows(
        "WITH talk AS (SELECT id, comments, subject_id FROM thread WHERE subject_kind = ? "
        f"AND subject_id IN ({db.marks(told.numbers)})), "
        f"top AS (SELECT x.id FROM comment x WHERE x.thread_id {among} (SELECT id FROM talk) AND x.parent_id IS NULL"
        f"{seen.format('x')}{further} ORDER BY {order} LIMIT {PAGE + 1}) "
        f"SELECT (SELECT sum(comments) FROM talk) AS count, talk.subject_id AS under, {_COMMENT} "
        "FROM talk LEFT JOIN comment c ON c.thread_id = talk.id "
        f"AND (c.id IN (SELECT id FROM top) OR c.parent_id IN (SELECT id FROM top)){seen.format('c')} {_BY} ORDER BY c.id",
        *(kind, *told.numbers, *hides, *values, *hides),
    )


def _said(row: db.Row, replies: list[Said], origin: Named | None = None) -> Said:
    return Said(
        author=people.card_of({**row, "id": row["author_id"]}),
        origin=origin,
        replies=[reply for reply in replies if not reply.gone],
        **{name: row[name] for name in _OWN},
    )


_OWN = ("id", "body", "is_internal", "reactions", "created_at", "edited_at", "deleted_at", "hidden_at")


async def said(number: int) -> Said:
    """One comment as it stands in its thread, without its replies."""
    row = await db.row(f"SELECT {_COMMENT} FROM comment c {_BY} WHERE c.id = ?", number)
    if row is None:
        raise Missing()
    return _said(row, [])


async def address(viewer: Viewer, subject: Subject, comment: Comment) -> str:
    """Where a comment is read: on its subject's page, or on a page of the thread that begins with it."""
    return await address_among(await registry.gathering(viewer, subject.kind, subject.id), subject, comment)


async def address_among(told: Gathering, subject: Subject, comment: Comment) -> str:
    """The same where it is known already what is read as one."""
    top = comment.parent_id or comment.id
    before = await db.value(
        "SELECT count(*) FROM comment WHERE parent_id IS NULL AND id < ? AND thread_id IN "
        f"(SELECT id FROM thread WHERE subject_kind = ? AND subject_id IN ({db.marks(told.numbers)}))",
        top,
        subject.kind,
        *told.numbers,
    )
    further = f"/threads/{subject.kind}/{told.home}?after={lists.cursor(0, top - 1)}"
    return f"{subject.url if before < PAGE else further}#comment-{comment.id}"


async def find(viewer: Viewer, number: int) -> tuple[Comment, str, int]:
    """A comment that the viewer may read, with the kind and number of its subject; Missing otherwise."""
    comment = await Comment.get_or_none(id=number)
    if comment is None or comment.deleted_at is not None or not rules.may_read(viewer, comment):
        raise Missing()
    subject = await db.row(
        "SELECT subject_kind, subject_id FROM thread WHERE id = ?",
        comment.thread_id,
    )
    if subject is None:
        raise Missing()
    return comment, subject["subject_kind"], subject["subject_id"]


async def history(number: int) -> list[db.Row]:
    """What a comment said before, newest first."""
    return await db.rows(
        "SELECT body, replaced_at FROM comment_version WHERE comment_id = ? ORDER BY id DESC LIMIT 50", number
    )
