"""Proxies in the file that a person may take away."""

from __future__ import annotations

from community.clubs import queries as clubs
from community.people.owndata import GIVEN, OwnData
from kernel import db, sessions
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def _given(person_id: int) -> list[db.Row]:
    return await _of(person_id, "given_to", "p.giver_id = ?", "p.holder_id")


async def _carried(person_id: int) -> list[db.Row]:
    return await _of(person_id, "given_by", "p.holder_id = ?", "p.giver_id")


async def _of(person_id: int, name: str, whose: str, other: str) -> list[db.Row]:
    """Proxies with the other's name; a club that is no longer shown to them has none."""
    seen, values = clubs.visible_to(await sessions.viewer_of(person_id))
    rows = await db.rows(
        f"SELECT CASE WHEN {seen} THEN c.name ELSE '' END AS club, o.handle AS {name}, p.only AS for_ballot, "
        f"p.from_at, p.until_at FROM proxy p JOIN club c ON c.id = p.club_id JOIN person o ON o.id = {other} "
        f"WHERE {whose} ORDER BY p.id",
        *values,
        person_id,
    )
    return [{**row, "for_ballot": row["for_ballot"] or _("every ballot")} for row in rows]


parts = [
    OwnData(
        "votes_given_to_others",
        _given,
        GIVEN,
        mark("Votes you gave to others"),
        mark("To let them vote for you in a club."),
    ),
    OwnData(
        "votes_carried_for_others",
        _carried,
        GIVEN,
        mark("Votes you carry for others"),
        mark("To let you vote for them in a club."),
    ),
]
