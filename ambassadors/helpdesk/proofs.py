"""What is kept beside questions, counted again."""

from __future__ import annotations

from kernel import db

_SAID = (
    "(SELECT count(*) FROM comment c JOIN thread t ON t.id = c.thread_id WHERE t.subject_kind = 'question' "
    "AND t.subject_id = question.id AND c.is_internal IS NOT TRUE AND c.deleted_at IS NULL AND c.hidden_at IS NULL)"
)
_ACCEPTED = "(SELECT a.comment_id FROM question_acceptance a WHERE a.question_id = question.id AND a.stands IS TRUE)"


async def comments(*, fix: bool = False) -> list[str]:
    """How many messages everybody may read below each question."""
    found = await db.rows(
        f"SELECT id, comments AS kept, {_SAID} AS n FROM question WHERE comments <> {_SAID} ORDER BY id"
    )
    if fix and found:
        async with db.transaction():
            await db.execute(f"UPDATE question SET comments = {_SAID}")
    return [f"question {row['id']}: {row['kept']} comments kept, {row['n']} counted" for row in found]


async def accepted(*, fix: bool = False) -> list[str]:
    """Which answer each question names as accepted."""
    found = await db.rows(
        f"SELECT id, accepted AS kept, {_ACCEPTED} AS n FROM question "
        f"WHERE coalesce(accepted, 0) <> coalesce({_ACCEPTED}, 0) ORDER BY id"
    )
    if fix and found:
        async with db.transaction():
            await db.execute(f"UPDATE question SET accepted = {_ACCEPTED}")
    return [f"question {row['id']}: answer {row['kept']} kept, {row['n']} stands" for row in found]
