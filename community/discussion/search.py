"""Messages as the index holds them, and those that a viewer may read of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.discussion import registry
from community.people import queries as people
from kernel import db, i18n
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import STAFF, Viewer


async def _documents(tail: str, *values: object) -> list[Document]:
    """Who may read a thread is its subject's affair: no word of one is taken for a word that everybody may see."""
    found = await db.rows(
        "SELECT c.id, c.body, c.is_internal, t.subject_kind FROM comment c JOIN thread t ON t.id = c.thread_id "
        f"WHERE c.deleted_at IS NULL AND c.hidden_at IS NULL AND {tail}",
        *values,
    )
    return [
        Document(
            kind="comment",
            id=row["id"],
            title="",
            body=row["body"],
            facets={"of": (row["subject_kind"],), "sight": (STAFF if row["is_internal"] else "thread",)},
        )
        for row in found
    ]


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those whose subject the viewer may see, with who said it and when."""
    rows = await _readable(viewer, numbers, ", c.created_at, c.author_id, substr(c.body, 1, 8000) AS body")
    named = await registry.named(viewer, {(row["subject_kind"], row["subject_id"]) for row in rows})
    cards = await people.names([row["author_id"] for row in rows])
    return {
        row["id"]: Shown(
            named[row["subject_kind"], row["subject_id"]].title,
            f"/comments/{row['id']}",
            row["body"],
            f"{cards[row['author_id']].signature}, {i18n.format_date(row['created_at'])}",
        )
        for row in rows
        if (row["subject_kind"], row["subject_id"]) in named and row["author_id"] in cards
    }


async def sees(viewer: Viewer, numbers: Sequence[int]) -> set[int]:
    """The same, counted."""
    rows = await _readable(viewer, numbers, "")
    named = await registry.named(viewer, {(row["subject_kind"], row["subject_id"]) for row in rows})
    return {row["id"] for row in rows if (row["subject_kind"], row["subject_id"]) in named}


async def _readable(viewer: Viewer, numbers: Sequence[int], columns: str) -> list[db.Row]:
    """Messages that stand; notes of the team for the team alone."""
    inside = "" if viewer.is_staff else " AND c.is_internal = ?"
    return await db.rows(
        f"SELECT c.id, t.subject_kind, t.subject_id{columns} FROM comment c JOIN thread t ON t.id = c.thread_id "
        f"WHERE c.id IN ({db.marks(numbers)}) AND c.deleted_at IS NULL AND c.hidden_at IS NULL{inside}",
        *numbers,
        *([] if viewer.is_staff else [False]),
    )


async def _whose(events: Sequence[Mapping[str, object]]) -> list[int]:
    """The message that an event is about, or all that a file brought."""
    found: set[int] = set()
    for event in events:
        data = event["data"] if isinstance(event["data"], Mapping) else {}
        own = [int(str(event["subject_id"]))] if event["subject_kind"] == "comment" else []
        found |= {*own, *data.get("comments", ())}
    return sorted(found)


EVENTS = (
    "comments.written",
    "comment.posted",
    "comment.edited",
    "comment.deleted",
    "comment.hidden",
    "comment.restored",
)
searchable = Searchable("comment", mark("Messages"), *numbered("c.id", _documents), show, EVENTS, _whose, sees=sees)
