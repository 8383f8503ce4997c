"""The answer that helped: accepted by who asked or by the team, taken back, and gone when its words are gone."""

from __future__ import annotations

from typing import Any

from ambassadors.helpdesk import queries, rules
from ambassadors.helpdesk.models import Acceptance
from ambassadors.helpdesk.queries import QuestionCard
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def accept(viewer: Viewer, question: QuestionCard, comment_id: int) -> None:
    """Say which answer helped; one that was accepted before gives way. Accepting twice is accepting once."""
    require(rules.may_accept(viewer, question), _("Who asked says what helped, or the team."))
    async with db.transaction():
        held = await _held(question.id)
        comment = await db.row(
            "SELECT c.id, c.author_id FROM comment c JOIN thread t ON t.id = c.thread_id WHERE c.id = ? "
            "AND t.subject_kind = 'question' AND t.subject_id = ? AND c.is_internal IS NOT TRUE "
            "AND c.deleted_at IS NULL AND c.hidden_at IS NULL",
            *(comment_id, question.id),
        )
        if comment is None:
            raise Missing()
        own = _("An answer of one’s own helps nobody else: another one is accepted.")
        require(rules.may_accept_of(viewer, question, comment["author_id"]), own)
        if held["accepted"] == comment_id:
            return
        await _end(held, viewer.id)
        made = await Acceptance.create(
            question_id=question.id,
            comment_id=comment_id,
            asker_id=question.author_id,
            answerer_id=comment["author_id"],
            by_id=viewer.id,
            at=clock.now(),
        )
        await db.execute("UPDATE question SET accepted = ? WHERE id = ?", comment_id, question.id)
        if viewer.id != question.author_id:
            await audit.note(viewer, "question.accepted", subject=("question", question.id))
        await record(
            "question.accepted",
            actor=viewer.id,
            subject=("question", question.id),
            **_told(held, made.id, made.answerer_id, comment_id),
        )


async def take_back(viewer: Viewer, question: QuestionCard) -> None:
    """It did not help after all: the question is open again, and what was given for the answer goes back."""
    require(rules.may_accept(viewer, question), _("Who asked says what helped, or the team."))
    async with db.transaction():
        held = await _held(question.id)
        if held["accepted"] is None:
            raise Conflict(_("No answer is accepted."))
        await _end(held, viewer.id)
        if viewer.id != question.author_id:
            await audit.note(viewer, "question.unaccepted", subject=("question", question.id))


async def gone(event: db.Row) -> None:
    """Words that were accepted are taken away, or hidden by moderation: they answer nothing any more."""
    number = await db.value(
        "SELECT a.question_id FROM question_acceptance a JOIN comment c ON c.id = a.comment_id WHERE a.comment_id = ? "
        "AND a.stands IS TRUE AND (c.deleted_at IS NOT NULL OR c.hidden_at IS NOT NULL)",
        event["subject_id"],
    )
    if number is None:
        return
    async with db.transaction():
        held = await _held(number)
        if held["accepted"] == event["subject_id"]:
            await _end(held, None)


async def _held(number: int) -> db.Row:
    """The question's row, nobody else's until the transaction ends."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    row = await db.row(f"SELECT id, title, accepted FROM question WHERE id = ?{lock}", number)
    if row is None:
        raise Missing()
    return row


async def _end(question: db.Row, by: int | None) -> None:
    """The acceptance that stands stands no more; inside the transaction that holds the question."""
    ended = await db.rows(
        "UPDATE question_acceptance SET stands = NULL, ended_at = ? WHERE question_id = ? AND stands IS TRUE "
        "RETURNING id, answerer_id, comment_id",
        *(clock.now(), question["id"]),
    )
    await db.execute("UPDATE question SET accepted = NULL WHERE id = ?", question["id"])
    for row in ended:  # one at most
        told = _told(question, row["id"], row["answerer_id"], row["comment_id"])
        await record("question.unaccepted", actor=by, subject=("question", question["id"]), **told)


def _told(question: db.Row, acceptance: int, answerer: int, comment: int) -> dict[str, Any]:
    url = f"{queries.address(question['id'])}#comment-{comment}"
    return {"acceptance": acceptance, "person": answerer, "comment": comment, "title": question["title"], "url": url}
