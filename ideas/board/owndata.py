"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import OwnData
from ideas.board import queries
from kernel import db, sessions


async def _ideas(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT id, title, body, status, created_at, edited_at FROM idea WHERE author_id = ? ORDER BY id", person_id
    )


async def _followed(person_id: int) -> list[db.Row]:
    """Those that are no longer shown to this person keep their number alone."""
    rows = await db.rows(
        "SELECT f.idea_id AS idea, i.title, f.created_at FROM follow f JOIN idea i ON i.id = f.idea_id "
        "WHERE f.person_id = ? ORDER BY f.id",
        person_id,
    )
    unseen = await queries.unseen(await sessions.viewer_of(person_id), [row["idea"] for row in rows])
    return [{**row, "title": "" if row["idea"] in unseen else row["title"]} for row in rows]


parts = [OwnData("ideas", _ideas), OwnData("followed_ideas", _followed)]
