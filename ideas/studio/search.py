"""Designs as the index holds them: published ones, by what their authors call and tell of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.people.queries import signed
from ideas.studio import products, queries
from kernel import db
from kernel.i18n import LANGUAGES, mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import EVERYONE, Viewer


async def _documents(tail: str, *values: object) -> list[Document]:
    """With what the product is called, in both languages."""
    known = await products.newest()
    found = await db.rows(
        f"SELECT d.id, d.title, d.story, d.template_id FROM design d WHERE d.is_listed = ? AND {tail}", True, *values
    )
    documents = []
    for row in found:
        made = known[row["template_id"]]
        named = " ".join(made.product.name.in_language(language) for language in LANGUAGES)
        facets = {"template": (made.slug,), "sight": (EVERYONE,)}
        documents.append(Document("design", row["id"], row["title"], f"{row['story']}\n{named}", facets=facets))
    return documents


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those on the shelves, with who made them of what."""
    cards = await queries.cards(viewer, numbers)
    stories = await queries.stories(list(cards))
    return {
        one.id: Shown(
            one.title or one.template_name,
            one.url,
            stories.get(one.id, ""),
            f"{one.template_name}, {signed(one.author, is_ambassador=one.is_ambassador)}",
        )
        for one in cards.values()
        if one.is_listed
    }


EVENTS = ("design.published", "design.retold", "design.withdrawn", "design.hidden", "design.restored")
searchable = Searchable("design", mark("Designs"), *numbered("d.id", _documents), show, EVENTS)
