"""Missions as the index holds them, and those that a viewer may see of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ambassadors.missions import queries, wording
from community.clubs.queries import audience_of
from community.clubs.search import with_club
from kernel import db
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import EVERYONE, Viewer


async def _documents(tail: str, *values: object) -> list[Document]:
    """Missions that were announced."""
    found = await db.rows(
        "SELECT m.id, m.title, m.brief, m.result, m.audience, m.club_id, c.is_private FROM mission m "
        f"LEFT JOIN club c ON c.id = m.club_id WHERE m.state <> 'draft' AND {tail}",
        *values,
    )
    return [
        Document(
            "mission", row["id"], row["title"], f"{row['brief']}\n{row['result']}", facets={"sight": (_sight(row),)}
        )
        for row in found
    ]


def _sight(row: db.Row) -> str:
    """Who may read of it: everybody of one that is offered openly, outside of private clubs."""
    if row["is_private"]:
        return audience_of(row["club_id"])
    return EVERYONE if row["audience"] in queries.OPENLY else str(row["audience"])


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer may read of, with what is asked."""
    found = await queries.some(viewer, f"m.id IN ({db.marks(numbers)})", *numbers)
    return {one.id: Shown(one.title, one.url, one.brief, wording.asked(one)) for one in found if not one.is_draft}


EVENTS = ("mission.announced", "mission.changed", "mission.cancelled", "mission.concluded", "club.changed")
searchable = Searchable("mission", mark("Missions"), *numbered("m.id", _documents), show, EVENTS, with_club("mission"))
