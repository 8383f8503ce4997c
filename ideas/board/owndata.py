"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _ideas(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT id, title, body, status, created_at, edited_at FROM idea WHERE author_id = ? ORDER BY id", person_id
    )


async def _followed(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT f.idea_id AS idea, i.title, f.created_at FROM follow f JOIN idea i ON i.id = f.idea_id "
        "WHERE f.person_id = ? ORDER BY f.id",
        person_id,
    )


parts = [OwnData("ideas", _ideas), OwnData("followed_ideas", _followed)]
