"""What discussion knows of a person, for their own-data file."""

from __future__ import annotations

from community.people.owndata import GIVEN, OwnData
from kernel import db
from kernel.i18n import mark


async def _comments(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.id, t.subject_kind, t.subject_id, c.body, c.is_internal, c.created_at, c.edited_at, c.deleted_at "
        "FROM comment c JOIN thread t ON t.id = c.thread_id WHERE c.author_id = ? ORDER BY c.id",
        person_id,
    )


async def _versions(person_id: int) -> list[db.Row]:
    """What one's comments said before."""
    return await db.rows(
        "SELECT v.comment_id, v.body, v.replaced_at FROM comment_version v JOIN comment c ON c.id = v.comment_id "
        "WHERE c.author_id = ? ORDER BY v.id",
        person_id,
    )


async def _thanks(person_id: int) -> list[db.Row]:
    return await db.rows("SELECT comment_id, created_at FROM reaction WHERE person_id = ? ORDER BY id", person_id)


parts = [
    OwnData(
        "comments",
        _comments,
        GIVEN,
        mark("Comments you wrote"),
        mark("A part of the talk they stand in."),
        mend="/people/{handle}",
    ),
    OwnData(
        "comments_before",
        _versions,
        GIVEN,
        mark("Comments as they were before you changed them"),
        mark("So that a ruling can look at what was answered to."),
    ),
    OwnData("thanks", _thanks, GIVEN, mark("Thanks you gave"), mark("To count how many thanked for a comment.")),
]
