"""What becomes of somebody's signatures and words when their account is erased."""

from __future__ import annotations

from community.privacy import leaving
from kernel import db
from voting.wishes import actions


async def erased(person_id: int) -> None:
    """A list that is being signed has one signature less; what was delivered was told already. Inside that transaction."""
    if await leaving.wanted(person_id, "votes") == "withdraw":
        rows = await db.rows(
            "SELECT s.wish_list_id AS number FROM signature s JOIN wish_list w ON w.id = s.wish_list_id "
            "WHERE s.person_id = ? AND s.stands IS TRUE AND w.state = 'signing' ORDER BY s.wish_list_id",
            person_id,
        )
        for row in rows:  # each list is held alone
            await actions.end(row["number"], person_id)
    if await leaving.wanted(person_id, "talk") == "remove":
        await db.execute("UPDATE wish_word SET body = '' WHERE by_id = ? AND NOT is_brand", person_id)
