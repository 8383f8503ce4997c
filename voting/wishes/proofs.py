"""The counts that are kept beside wish lists, counted again."""

from __future__ import annotations

from kernel import db

_SIGNED = "(SELECT count(*) FROM signature s WHERE s.wish_list_id = w.id AND s.stands IS TRUE)"
_SAID = (
    "(SELECT count(*) FROM comment c JOIN thread t ON t.id = c.thread_id WHERE t.subject_kind = 'club_item' "
    "AND t.subject_id = k.id AND c.is_internal IS NOT TRUE AND c.deleted_at IS NULL AND c.hidden_at IS NULL)"
)


async def signatures(*, fix: bool = False) -> list[str]:
    """How many members stand by each list."""
    found = await db.rows(
        f"SELECT w.id, w.signatures, {_SIGNED} AS n FROM wish_list w WHERE w.signatures <> {_SIGNED} ORDER BY w.id"
    )
    if fix and found:
        async with db.transaction():
            await db.execute_many(
                "UPDATE wish_list SET signatures = ? WHERE id = ?", [(r["n"], r["id"]) for r in found]
            )
    return [f"wish list {row['id']}: {row['signatures']} signatures kept, {row['n']} counted" for row in found]


async def comments(*, fix: bool = False) -> list[str]:
    """How many comments everyone may read a club's talk about an idea holds."""
    found = await db.rows(
        f"SELECT k.id, k.comments, {_SAID} AS n FROM club_item k WHERE k.comments <> {_SAID} ORDER BY k.id"
    )
    if fix and found:
        async with db.transaction():
            await db.execute_many("UPDATE club_item SET comments = ? WHERE id = ?", [(r["n"], r["id"]) for r in found])
    return [f"club item {row['id']}: {row['comments']} comments kept, {row['n']} counted" for row in found]
