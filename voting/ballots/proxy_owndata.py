"""Proxies in the file that a person may take away."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _given(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.name AS club, h.handle AS given_to, p.only AS ballot_or_0_for_each, p.from_at, p.until_at FROM proxy p "
        "JOIN club c ON c.id = p.club_id JOIN person h ON h.id = p.holder_id WHERE p.giver_id = ? ORDER BY p.id",
        person_id,
    )


async def _carried(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.name AS club, g.handle AS given_by, p.only AS ballot_or_0_for_each, p.from_at, p.until_at FROM proxy p "
        "JOIN club c ON c.id = p.club_id JOIN person g ON g.id = p.giver_id WHERE p.holder_id = ? ORDER BY p.id",
        person_id,
    )


parts = [OwnData("votes_given_to_others", _given), OwnData("votes_carried_for_others", _carried)]
