"""What discovery keeps of a person, for their own-data file."""

from __future__ import annotations

import json

from community.people.owndata import OwnData
from kernel import db


async def _drafts(person_id: int) -> list[db.Row]:
    """Words that were never proposed."""
    rows = await db.rows("SELECT typed, created_at, saved_at FROM draft WHERE person_id = ? ORDER BY id", person_id)
    return [
        {**row, "typed": json.loads(row["typed"]) if isinstance(row["typed"], str) else row["typed"]} for row in rows
    ]


parts = [OwnData("drafts", _drafts)]
