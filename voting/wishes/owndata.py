"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _signatures(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT w.title AS list, s.at, s.ended_at FROM signature s JOIN wish_list w ON w.id = s.wish_list_id "
        "WHERE s.person_id = ? ORDER BY s.id",
        person_id,
    )


async def _written(person_id: int) -> list[db.Row]:
    """Lists that somebody wrote for their club, with the items."""
    return await db.rows(
        "SELECT w.id AS list, w.title, w.body, w.state, w.created_at, i.position, i.words FROM wish_list w "
        "JOIN wish_item i ON i.wish_list_id = w.id WHERE w.by_id = ? ORDER BY w.id, i.position",
        person_id,
    )


async def _said(person_id: int) -> list[db.Row]:
    """What somebody said to items, for the brand or back for the club."""
    return await db.rows(
        "SELECT item_id AS item, is_brand, reply, horizon, promised_on, body, at FROM wish_word WHERE by_id = ? ORDER BY id",
        person_id,
    )


parts = [
    OwnData("signatures_of_wish_lists", _signatures),
    OwnData("wish_lists", _written),
    OwnData("words_to_wishes", _said),
]
