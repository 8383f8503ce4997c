"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

import json

from community.people.owndata import GIVEN, OwnData
from kernel import db
from kernel.i18n import mark


async def _designs(person_id: int) -> list[db.Row]:
    """Designs and drafts, each with its recipe."""
    rows = await db.rows(
        "SELECT d.id, t.slug AS template, d.version, d.title, d.story, d.state, d.remixing, d.share, d.original_id, "
        "d.idea_id, d.recipe, d.price, d.currency, d.created_at, d.changed_at, d.published_at FROM design d "
        "JOIN product_template t ON t.id = d.template_id WHERE d.author_id = ? ORDER BY d.id",
        person_id,
    )
    return [{**row, "recipe": json.loads(row["recipe"])} for row in rows]


async def _artworks(person_id: int) -> list[db.Row]:
    """Pictures sent for print, with the words by which their use was declared."""
    return await db.rows(
        "SELECT name, digest, width, height, rights, created_at FROM artwork WHERE person_id = ? ORDER BY id", person_id
    )


parts = [
    OwnData(
        "designs",
        _designs,
        GIVEN,
        mark("Designs you made"),
        mark("Drawn anew from their recipe wherever they are shown."),
    ),
    OwnData(
        "artworks",
        _artworks,
        GIVEN,
        mark("Pictures you brought into the studio"),
        mark("To stand in your designs; with the rights you said you have."),
    ),
]
