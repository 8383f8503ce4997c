"""What becomes of wish lists when somebody leaves a club and when it becomes a part of another; inside those transactions."""

from __future__ import annotations

from kernel import db
from voting.wishes import actions


async def left(club_id: int, person_id: int) -> None:
    """Only members sign: a signature that was not delivered yet ends with the membership."""
    rows = await db.rows(
        "SELECT w.id FROM wish_list w JOIN signature s ON s.wish_list_id = w.id AND s.person_id = ? AND s.stands IS TRUE "
        "WHERE w.club_id = ? AND w.state = 'signing' ORDER BY w.id",
        person_id,
        club_id,
    )
    for row in rows:
        await actions.end(row["id"], person_id)


async def closing(club_id: int, into: int | None) -> None:
    """The lists of a club that becomes a part of another go along, with the talk about ideas that the other does not talk of."""
    if into is None:
        return
    await db.execute("UPDATE wish_list SET club_id = ? WHERE club_id = ?", into, club_id)
    await db.execute(
        "UPDATE club_item SET club_id = ? WHERE club_id = ? AND idea_id NOT IN "
        "(SELECT k.idea_id FROM club_item k WHERE k.club_id = ?)",
        *(into, club_id, into),
    )
