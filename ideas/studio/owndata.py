"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

import json
from typing import Any

from community.people.owndata import GIVEN, OwnData
from ideas.studio import products, recipe, wording
from ideas.studio.product import Product
from kernel import db
from kernel.i18n import mark


async def _designs(person_id: int) -> list[dict[str, Any]]:
    """Designs and drafts, each with its recipe, and with the same in words."""
    rows = await db.rows(
        "SELECT d.id, d.template_id, t.slug AS template, d.version, d.title, d.story, d.state, d.remixing, d.share, "
        "d.original_id, d.idea_id, d.recipe, d.price, d.currency, d.created_at, d.changed_at, d.published_at FROM design d "
        "JOIN product_template t ON t.id = d.template_id WHERE d.author_id = ? ORDER BY d.id",
        person_id,
    )
    wanted = {(row["template_id"], row["version"]) for row in rows}
    made = {key: (await products.version(*key)).product for key in wanted}  # few, and kept in the process
    return [_told(row, made[row.pop("template_id"), row["version"]]) for row in rows]


def _told(row: db.Row, product: Product) -> dict[str, Any]:
    said = wording.lines(recipe.parse(row["recipe"]), product)
    return {**row, "recipe": json.loads(row["recipe"]), "drawn": {one.where: one.what for one in said}}


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
