"""Comments, as moderation finds and hides them."""

from __future__ import annotations

from collections.abc import Sequence

from community.discussion import actions, forms, queries, registry
from community.discussion.registry import Named
from community.moderation.registry import Reportable, ReportedThing, Words
from kernel import db, text
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import SYSTEM, Viewer


async def find(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Comments with the threads they stand in; those that their authors took away are gone."""
    rows = await db.rows(
        "SELECT c.id, c.body, c.author_id, c.hidden_at, t.subject_kind, t.subject_id FROM comment c "
        f"JOIN thread t ON t.id = c.thread_id WHERE c.id IN ({db.marks(numbers)}) AND c.deleted_at IS NULL",
        *numbers,
    )
    named = await registry.named(SYSTEM, [(row["subject_kind"], row["subject_id"]) for row in rows])
    return {row["id"]: _thing(row, named.get((row["subject_kind"], row["subject_id"]))) for row in rows}


def _thing(row: db.Row, under: Named | None) -> ReportedThing:
    return ReportedThing(
        kind="comment",
        id=row["id"],
        title=under.title if under else "",
        excerpt=text.plain(row["body"], 1000),
        author_id=row["author_id"],
        url=f"{under.url}#comment-{row['id']}" if under else "/",
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, number: int) -> bool:
    try:
        _comment, kind, subject = await queries.find(viewer, number)
        await registry.subject(viewer, kind, subject)
    except Missing:
        return False
    return True


async def reach(numbers: Sequence[int]) -> dict[int, int]:
    """How many answered a message or thanked for it."""
    rows = await db.rows(
        "SELECT c.id, c.reactions + (SELECT count(*) FROM comment r WHERE r.parent_id = c.id) AS n FROM comment c "
        f"WHERE c.id IN ({db.marks(numbers)})",
        *numbers,
    )
    return {row["id"]: row["n"] for row in rows}


comments = Reportable(
    "comment",
    mark("Message"),
    find,
    seen,
    actions.hide,
    actions.restore,
    words=Words(
        "comment",
        {"body": mark("Message")},
        {"body": forms.LONGEST},
        earlier=(("comment_version", "comment_id", "body"),),
    ),
    reach=reach,
)
