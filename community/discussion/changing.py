"""New words for a message that stands in sight, where they wait to be read."""

from __future__ import annotations

from collections.abc import Sequence

from community.discussion import registry
from community.discussion.models import Comment
from community.discussion.registry import Subject
from community.trust import changes
from community.trust.reading import Verdict
from community.trust.registry import Present
from kernel import db
from kernel.errors import Missing
from kernel.viewer import SYSTEM, Viewer


async def keep(viewer: Viewer, comment: Comment, subject: Subject, body: str, verdict: Verdict) -> None:
    """The message stays as it is, and its new words wait."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    async with db.transaction():
        sql = f"SELECT body FROM comment WHERE id = ? AND deleted_at IS NULL AND hidden_at IS NULL{lock}"
        stands = await db.row(sql, comment.id)
        if stands is None:
            raise Missing()
        now = _present(comment.id, stands["body"], subject.title, subject.url)
        await changes.keep(viewer, "comment", comment.id, verdict, now=now, words={"body": body})


def _present(number: int, body: str, title: str, url: str) -> Present:
    return Present(title, f"{url}#comment-{number}", f"/comments/{number}/edit", {"body": body})


async def present(numbers: Sequence[int]) -> dict[int, Present]:
    """What messages say now, those that their authors took away left out."""
    rows = await db.rows(
        "SELECT c.id, c.body, t.subject_kind, t.subject_id FROM comment c JOIN thread t ON t.id = c.thread_id "
        f"WHERE c.id IN ({db.marks(numbers)}) AND c.deleted_at IS NULL",
        *numbers,
    )
    named = await registry.named(SYSTEM, [(row["subject_kind"], row["subject_id"]) for row in rows])
    return {
        row["id"]: _present(row["id"], row["body"], *((under.title, under.url) if under else ("", "")))
        for row in rows
        for under in [named.get((row["subject_kind"], row["subject_id"]))]
    }
