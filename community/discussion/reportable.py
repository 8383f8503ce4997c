"""Comments, as moderation finds and hides them."""

from __future__ import annotations

from community.discussion import actions, queries, registry
from community.moderation.registry import Reportable, ReportedThing
from kernel import db, text
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import SYSTEM, Viewer


async def find(number: int) -> ReportedThing | None:
    """A comment with the thread it stands in; one that its author took away is gone."""
    row = await db.row(
        "SELECT c.*, t.subject_kind, t.subject_id FROM comment c JOIN thread t ON t.id = c.thread_id "
        "WHERE c.id = ? AND c.deleted_at IS NULL",
        number,
    )
    if row is None:
        return None
    subject = await registry.kind_of(row["subject_kind"]).find(SYSTEM, row["subject_id"])
    return ReportedThing(
        kind="comment",
        id=number,
        title=subject.title if subject else "",
        excerpt=text.plain(row["body"], 1000),
        author_id=row["author_id"],
        url=f"{subject.url}#comment-{number}" if subject else "/",
        is_hidden=row["hidden_at"] is not None,
    )


async def seen(viewer: Viewer, number: int) -> bool:
    try:
        _comment, kind, subject = await queries.find(viewer, number)
        await registry.subject(viewer, kind, subject)
    except Missing:
        return False
    return True


comments = Reportable("comment", mark("Message"), find, seen, actions.hide, actions.restore)
