"""Counts kept beside threads and comments, refolded from the rows they count."""

from __future__ import annotations

from kernel import db

TRUE_COMMENTS = (
    "(SELECT count(*) FROM comment c WHERE c.thread_id = thread.id AND c.is_internal = ? "
    "AND c.deleted_at IS NULL AND c.hidden_at IS NULL)"
)
TRUE_THANKS = "(SELECT count(*) FROM reaction r WHERE r.comment_id = comment.id)"


async def comments(*, fix: bool = False) -> list[str]:
    """How many comments everyone may read each thread holds."""
    wrong = await db.rows(
        f"SELECT id, comments, {TRUE_COMMENTS} AS counted FROM thread WHERE comments <> {TRUE_COMMENTS} ORDER BY id",
        False,
        False,
    )
    if fix and wrong:
        async with db.transaction():
            await db.execute(f"UPDATE thread SET comments = {TRUE_COMMENTS}", False)
    return [f"thread {row['id']}: {row['comments']} kept, {row['counted']} counted" for row in wrong]


async def thanks(*, fix: bool = False) -> list[str]:
    """How many thanked for each comment."""
    wrong = await db.rows(
        f"SELECT id, reactions, {TRUE_THANKS} AS counted FROM comment WHERE reactions <> {TRUE_THANKS} ORDER BY id"
    )
    if fix and wrong:
        async with db.transaction():
            await db.execute(f"UPDATE comment SET reactions = {TRUE_THANKS}")
    return [f"comment {row['id']}: {row['reactions']} thanks kept, {row['counted']} counted" for row in wrong]
