"""What discussion knows of a person, for their own-data file."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _comments(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.id, t.subject_kind, t.subject_id, c.body, c.is_internal, c.created_at, c.edited_at, c.deleted_at "
        "FROM comment c JOIN thread t ON t.id = c.thread_id WHERE c.author_id = ? ORDER BY c.id",
        person_id,
    )


async def _thanks(person_id: int) -> list[db.Row]:
    return await db.rows("SELECT comment_id, created_at FROM reaction WHERE person_id = ? ORDER BY id", person_id)


parts = [OwnData("comments", _comments), OwnData("thanks", _thanks)]
