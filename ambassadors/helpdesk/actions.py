"""Asking, putting it in other words, and taking a question out of sight."""

from __future__ import annotations

from typing import Any

from ambassadors.helpdesk import queries, rules
from ambassadors.helpdesk.models import Question
from ambassadors.helpdesk.queries import QuestionCard
from community.trust import brakes, reading
from ideas.board.queries import folded
from kernel import audit, clock, db, text
from kernel.errors import require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def ask(viewer: Viewer, *, title: str, body: str = "", place: str = "") -> int:
    """Ask everybody something; says the question's number."""
    require(rules.may_ask(viewer), _("Members ask questions."))
    await reading.outright(viewer, "question", [title, body], field="title")
    async with db.transaction():
        await brakes.before_posting(viewer, "question", title, body)
        now = clock.now()
        made = await Question.create(
            author_id=viewer.id,
            title=title,
            body=body,
            folded=folded(title, body),
            place=place,
            created_at=now,
            last_at=now,
        )
        about: dict[str, Any] = {"title": title, "url": queries.address(made.id), "excerpt": text.plain(body, 300)}
        await record("question.asked", actor=viewer.id, subject=("question", made.id), place=place, **about)
    return made.id


async def change(viewer: Viewer, question: QuestionCard, *, title: str, body: str, place: str) -> None:
    """Put one's own question in other words."""
    require(rules.may_change(viewer, question), _("A question is changed by who asked it."))
    if (title, body) != (question.title, question.body):
        await reading.outright(viewer, "question", [title, body], field="title")
    async with db.transaction():
        told = {"title": title, "body": body, "place": place, "folded": folded(title, body)}
        await Question.filter(id=question.id).update(**told, edited_at=clock.now())
        await record("question.changed", actor=viewer.id, subject=("question", question.id))


async def counted(number: int, change: int) -> None:
    """A message came or went. Inside its transaction."""
    latest, values = (", last_at = ?", [clock.now()]) if change > 0 else ("", [])
    await db.execute(f"UPDATE question SET comments = comments + ?{latest} WHERE id = ?", change, *values, number)


async def hide(viewer: Viewer, number: int) -> None:
    """Moderation takes a question out of sight."""
    await _show(viewer, number, hidden=True)


async def restore(viewer: Viewer, number: int) -> None:
    """A hidden question is back."""
    await _show(viewer, number, hidden=False)


async def _show(viewer: Viewer, number: int, *, hidden: bool) -> None:
    require(rules.may_moderate(viewer))
    async with db.transaction():
        sql = f"UPDATE question SET hidden_at = ? WHERE id = ? AND hidden_at IS {'NULL' if hidden else 'NOT NULL'}"
        if not await db.execute(sql, clock.now() if hidden else None, number):
            return
        act = "question.hidden" if hidden else "question.restored"
        await audit.note(viewer, act, subject=("question", number))
        await record(act, actor=viewer.id, subject=("question", number))
