"""Proofs of who may read an idea at all: what its board decided of it, and whether it stands in lists."""

from __future__ import annotations

from ideas.board.models import Status
from ideas.board.states import Stage
from kernel import db

LISTED = f"(i.hidden_at IS NULL AND i.waits_since IS NULL AND i.status <> '{Status.MERGED.value}')"
RULED = "(SELECT r.{} FROM idea_review r WHERE r.idea_id = i.id ORDER BY r.id DESC LIMIT 1)"


async def stages(*, fix: bool = False) -> list[str]:
    """An idea is shown where nothing keeps it waiting, and nowhere else (decision 158).

    Mended by what its board ruled last; where no ruling says that it may be shown, it is kept back.
    """
    found = await db.rows(
        f"SELECT i.id, i.stage, i.waits_since, i.created_at, {RULED.format('stage')} AS ruled, "
        f"{RULED.format('asked_at')} AS asked_at FROM idea i "
        f"WHERE (i.stage = '{Stage.SHOWN.value}') <> (i.waits_since IS NULL) ORDER BY i.id"
    )
    if fix and found:
        await db.execute_many("UPDATE idea SET stage = ?, waits_since = ? WHERE id = ?", [_mended(r) for r in found])
    return [f"idea {row['id']}: {row['stage']}, waiting since {row['waits_since'] or 'never'}" for row in found]


def _mended(row: db.Row) -> tuple[object, ...]:
    if row["ruled"] == Stage.SHOWN:
        return Stage.SHOWN.value, None, row["id"]
    since = row["waits_since"] or row["asked_at"] or row["created_at"]
    return row["ruled"] or Stage.WAITING.value, since, row["id"]


async def lists(*, fix: bool = False) -> list[str]:
    """An idea stands in lists unless it is hidden, merged or waits."""
    found = await db.rows(f"SELECT i.id, i.is_listed FROM idea i WHERE i.is_listed <> {LISTED} ORDER BY i.id")
    if fix and found:
        await db.execute_many(
            f"UPDATE idea SET is_listed = (SELECT {LISTED} FROM idea i WHERE i.id = idea.id) WHERE id = ?",
            [(row["id"],) for row in found],
        )
    return [f"idea {row['id']}: {'listed' if row['is_listed'] else 'not listed'}" for row in found]
