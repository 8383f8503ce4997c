"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import GIVEN, OwnData
from kernel import db
from kernel.i18n import mark


async def _entries(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT c.title AS challenge, e.design_id AS design, e.royalty AS royalty_basis_points, e.entered_at, e.withdrawn_at "
        "FROM challenge_entry e JOIN challenge c ON c.id = e.challenge_id WHERE e.person_id = ? ORDER BY e.id",
        person_id,
    )


parts = [
    OwnData(
        "challenge_entries",
        _entries,
        GIVEN,
        mark("Designs you entered in a challenge"),
        mark("To score them with the others."),
    )
]
