"""What this wing keeps about a person, for the file they may take away. Codes stand on their page, not in a file."""

from __future__ import annotations

from ambassadors.perks.models import CODED
from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _taken(person_id: int) -> list[db.Row]:
    rows = await db.rows(
        "SELECT k.name AS perk, k.gives, c.standing, c.points, c.words, i.title AS idea, c.at, c.from_at, c.until_at, "
        "c.used_at, c.back_at, c.why, c.reason, c.id AS place FROM perk_claim c JOIN perk k ON k.id = c.perk_id "
        "LEFT JOIN idea i ON i.id = c.idea_id WHERE c.person_id = ? ORDER BY c.id",
        person_id,
    )
    for row in rows:
        place = row.pop("place")
        row["code"] = f"/account/perks/{place}" if row["gives"] in CODED else None
    return rows


async def _looked_at(person_id: int) -> list[db.Row]:
    """When somebody of the team looked at one of their codes."""
    return await db.rows(
        "SELECT k.name AS perk, l.at, l.reason FROM perk_look l JOIN perk_claim c ON c.id = l.claim_id "
        "JOIN perk k ON k.id = c.perk_id WHERE c.person_id = ? ORDER BY l.id",
        person_id,
    )


parts = [
    OwnData("perks", _taken, GIVEN, mark("Perks you took"), mark("To give them to you, once.")),
    OwnData(
        "perk_codes_looked_at",
        _looked_at,
        OBSERVED,
        mark("Who looked up a code of yours"),
        mark("So that you know who saw it, and why."),
    ),
]
