"""Challenges as the index holds them: announced ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ideas.challenges import phases, queries
from ideas.challenges.models import Phase
from kernel import db
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import EVERYONE, Viewer


async def _documents(tail: str, *values: object) -> list[Document]:
    """Challenges that were announced."""
    found = await db.rows(
        f"SELECT c.id, c.title, c.brief, c.prize FROM challenge c WHERE c.phase <> ? AND {tail}",
        Phase.DRAFT.value,
        *values,
    )
    return [
        Document("challenge", row["id"], row["title"], f"{row['brief']}\n{row['prize']}", facets={"sight": (EVERYONE,)})
        for row in found
    ]


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer may see, with where each is."""
    seen, values = queries.visible_to(viewer)
    found = await db.rows(
        f"SELECT c.id, c.slug, c.title, c.brief, c.phase FROM challenge c WHERE {seen} "
        f"AND c.id IN ({db.marks(numbers)})",
        *values,
        *numbers,
    )
    return {
        row["id"]: Shown(row["title"], f"/challenges/{row['slug']}", row["brief"], phases.label(row["phase"]))
        for row in found
    }


EVENTS = ("challenge.announced", "challenge.changed", "challenge.cancelled", "challenge.thrown-away")
searchable = Searchable("challenge", mark("Challenges"), *numbered("c.id", _documents), show, EVENTS)
