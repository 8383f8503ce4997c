"""What the console knows of a person, for their own-data file."""

from __future__ import annotations

from community.people.owndata import GIVEN, OwnData
from kernel import db
from kernel.i18n import mark


async def _views(person_id: int) -> list[db.Row]:
    """Ways of looking at the console that somebody kept."""
    return await db.rows("SELECT name, query, created_at FROM saved_view WHERE person_id = ? ORDER BY id", person_id)


parts = [OwnData("saved_views", _views, GIVEN, mark("Views of the console you saved"), mark("To open them again."))]
