"""Saying something, changing it, taking it away, and thanking for it."""

from __future__ import annotations

from typing import Any

from community.discussion import changing, counts, mentions, queries, registry, rules
from community.discussion.models import Comment, CommentVersion
from community.discussion.registry import Gathering, Subject
from community.trust import brakes, changes, holding, reading
from kernel import audit, clock, db, sessions, text
from kernel.errors import Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import SYSTEM, Viewer


async def post(
    viewer: Viewer, subject: Subject, *, body: str, parent_id: int | None = None, internal: bool = False
) -> Comment:
    """Say something under a subject, or under a comment of its thread; an internal note is seen by staff only."""
    told = await registry.gathering(viewer, subject.kind, subject.id)
    subject = await _place(viewer, told, subject, parent_id)
    if internal:
        require(rules.may_note(viewer), _("Internal notes are for the team."))
    else:
        require(rules.may_comment(viewer, subject), _("Nothing can be said here at the moment."))
    verdict = reading.SHOWN if internal else await reading.judged(viewer, "comment", [body], field="body")
    async with db.transaction():
        await brakes.before_posting(viewer, "comment", body)
        thread_id = await _thread(subject)
        answered = await _answered(viewer, thread_id, parent_id)
        internal = internal or bool(answered and answered.is_internal)
        comment = await Comment.create(
            thread_id=thread_id,
            author_id=viewer.id,
            parent_id=_above(answered),
            body=body,
            is_internal=internal,
            created_at=clock.now(),
            hidden_at=clock.now() if verdict.is_held else None,
        )
        if verdict.is_held:
            await holding.keep(viewer, "comment", comment.id, verdict, title=subject.title, url=subject.url)
            return comment
        if not internal:
            await counts.move(subject.kind, subject.id, 1)
        await _tell(viewer, told, subject, comment, answered)
    return comment


async def _place(viewer: Viewer, told: Gathering, subject: Subject, parent_id: int | None) -> Subject:
    """Of subjects that are read as one: whose thread holds the comment that is answered, or where new words belong."""
    number = told.home
    if parent_id is not None and told.origins:
        number = await db.value(
            "SELECT t.subject_id FROM comment c JOIN thread t ON t.id = c.thread_id WHERE c.id = ? "
            f"AND t.subject_kind = ? AND t.subject_id IN ({db.marks(told.numbers)})",
            *(parent_id, subject.kind, *told.numbers),
        )
    return subject if number in (None, subject.id) else await registry.subject(viewer, subject.kind, number)


async def _thread(subject: Subject) -> int:
    await db.execute(
        "INSERT INTO thread (subject_kind, subject_id, comments) VALUES (?, ?, 0) "
        "ON CONFLICT (subject_kind, subject_id) DO NOTHING",
        subject.kind,
        subject.id,
    )
    return int(
        await db.value("SELECT id FROM thread WHERE subject_kind = ? AND subject_id = ?", subject.kind, subject.id)
    )


async def _answered(viewer: Viewer, thread_id: int, number: int | None) -> Comment | None:
    """The comment that is answered, of this thread and in the viewer's sight."""
    if number is None:
        return None
    found = await Comment.get_or_none(id=number, thread_id=thread_id)
    if found is None or found.deleted_at or found.hidden_at or not rules.may_read(viewer, found):
        gone = _("What you answer is no longer there.")
        raise Invalid(gone, errors={"body": gone})
    return found


def _above(answered: Comment | None) -> int | None:
    """An answer to an answer stands beside it: two levels are enough."""
    return (answered.parent_id or answered.id) if answered else None


async def _tell(viewer: Viewer, told: Gathering, subject: Subject, comment: Comment, answered: Comment | None) -> None:
    """One event for the thread, and one for those who are named in the message."""
    about = {
        **await _about(told, subject, comment, comment.body),
        "parent_author": answered.author_id if answered else None,
        "subject_author": subject.author_id,
    }
    await record("comment.posted", actor=viewer.id, subject=("comment", comment.id), **about)
    if not comment.is_internal:
        await mentions.call(viewer, comment, body=comment.body, about=about)


async def _about(told: Gathering, subject: Subject, comment: Comment, body: str) -> dict[str, Any]:
    return {
        "title": subject.title,
        "url": await queries.address_among(told, subject, comment),
        "excerpt": text.plain(body, 300),
        "internal": comment.is_internal,
        "thread": [subject.kind, subject.id],
    }


async def edit(viewer: Viewer, comment: Comment, *, subject: Subject, body: str) -> bool:
    """Change one's words, or leave them to be read first: says whether they are in place."""
    require(rules.may_edit(viewer, comment), _("Only its author can change it."))
    if body == comment.body:
        return True
    if not comment.is_internal:
        verdict = await reading.judged(viewer, "comment", [body], field="body")
        if verdict.is_held:
            await changing.keep(viewer, comment, subject, body, verdict)
            return False
    await reword(viewer, comment, subject=subject, body=body)
    return True


async def reword(viewer: Viewer, comment: Comment, *, subject: Subject, body: str) -> None:
    """Put new words in place; what they were stays readable, and who is named in them for the first time hears of it."""
    now, told = clock.now(), await registry.gathering(viewer, subject.kind, subject.id)
    async with db.transaction():
        before = await db.rows(
            "UPDATE comment SET edited_at = ? WHERE id = ? AND deleted_at IS NULL AND hidden_at IS NULL RETURNING body",
            now,
            comment.id,
        )
        if not before:
            raise Missing()
        await CommentVersion.create(comment_id=comment.id, body=before[0]["body"], replaced_at=now)
        await Comment.filter(id=comment.id).update(body=body)
        await changes.overtake("comment", comment.id)
        await record("comment.edited", actor=viewer.id, subject=("comment", comment.id))
        if not comment.is_internal:
            await mentions.call(viewer, comment, body=body, about=await _about(told, subject, comment, body))


async def delete(viewer: Viewer, comment: Comment, *, kind: str, number: int) -> None:
    """Take one's words back; replies keep their place, the words and their versions are gone."""
    waits = bool(comment.hidden_at and await holding.waiting("comment", [comment.id]))
    require(rules.may_delete(viewer, comment, waits=waits), _("Only its author can take it away."))
    async with db.transaction():
        gone = await db.rows(
            "UPDATE comment SET deleted_at = ?, body = '' WHERE id = ? AND deleted_at IS NULL RETURNING id",
            clock.now(),
            comment.id,
        )
        if not gone:
            return
        await CommentVersion.filter(comment_id=comment.id).delete()
        await changes.overtake("comment", comment.id)
        await holding.gone("comment", [comment.id])
        if not comment.is_internal and comment.hidden_at is None:
            await counts.move(kind, number, -1)
        await record("comment.deleted", actor=viewer.id, subject=("comment", comment.id))


async def thank(viewer: Viewer, comment: Comment) -> None:
    """Thank for a comment, once."""
    require(rules.may_thank(viewer, comment))
    async with db.transaction():
        fresh = await db.rows(
            "INSERT INTO reaction (comment_id, person_id, created_at) VALUES (?, ?, ?) "
            "ON CONFLICT (comment_id, person_id) DO NOTHING RETURNING id",
            comment.id,
            viewer.id,
            clock.now(),
        )
        if fresh:
            await db.execute("UPDATE comment SET reactions = reactions + 1 WHERE id = ?", comment.id)


async def unthank(viewer: Viewer, comment: Comment) -> None:
    """Take thanks back."""
    async with db.transaction():
        gone = await db.rows(
            "DELETE FROM reaction WHERE comment_id = ? AND person_id = ? RETURNING id", comment.id, viewer.id
        )
        if gone:
            await db.execute("UPDATE comment SET reactions = reactions - 1 WHERE id = ?", comment.id)


async def hide(viewer: Viewer, number: int) -> None:
    """Moderation takes a comment out of sight; the ruling, its reason and its letter are moderation's."""
    await _show(viewer, number, hidden=True)


async def restore(viewer: Viewer, number: int) -> None:
    """A hidden comment is back in its thread."""
    await _show(viewer, number, hidden=False)


async def _show(viewer: Viewer, number: int, *, hidden: bool) -> None:
    require(viewer.is_manager)
    async with db.transaction():
        changed = await db.rows(
            f"UPDATE comment SET hidden_at = ? WHERE id = ? AND hidden_at IS {'NULL' if hidden else 'NOT NULL'} "
            "RETURNING thread_id, is_internal, deleted_at",
            clock.now() if hidden else None,
            number,
        )
        if not changed:
            return
        subject = await db.row("SELECT * FROM thread WHERE id = ?", changed[0]["thread_id"])
        if subject is None:
            raise Missing()
        if not changed[0]["is_internal"] and changed[0]["deleted_at"] is None:
            await counts.move(subject["subject_kind"], subject["subject_id"], -1 if hidden else 1)
        act = "comment.hidden" if hidden else "comment.restored"
        await audit.note(viewer, act, subject=("comment", number))
        await record(act, actor=viewer.id, subject=("comment", number))
        if not hidden and await holding.decided("comment", number, shown=True, by=viewer.id):
            await _shown_at_last(number, subject["subject_kind"], subject["subject_id"])


async def _shown_at_last(number: int, kind: str, subject_id: int) -> None:
    """What waited to be read is heard of as if it had just been said."""
    comment = await Comment.get(id=number)
    author = await sessions.viewer_of(comment.author_id)
    subject = await registry.subject(SYSTEM, kind, subject_id)
    told = await registry.gathering(SYSTEM, kind, subject_id)
    answered = await Comment.get_or_none(id=comment.parent_id) if comment.parent_id else None
    await _tell(author, told, subject, comment, answered)
