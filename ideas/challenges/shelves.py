"""The gallery narrowed to the designs of one challenge."""

from __future__ import annotations

from ideas.challenges import queries
from ideas.studio.groups import Group, Grouping
from ideas.studio.queries import Where
from kernel.errors import Missing
from kernel.i18n import mark
from kernel.viewer import Viewer

MOST = 12


async def choices(viewer: Viewer) -> list[Group]:
    """The newest challenges for which somebody entered something."""
    found = await queries.every(viewer, most=MOST)
    return [Group(one.slug, one.title, f"/challenges/{one.slug}") for one in found if one.entries]


async def holds(viewer: Viewer, slug: str) -> Where | None:
    """A condition on designs: entered, and not taken out again."""
    try:
        challenge = await queries.by_slug(viewer, slug)
    except Missing:
        return None
    entered = "SELECT e.design_id FROM challenge_entry e WHERE e.challenge_id = ? AND e.withdrawn_at IS NULL"
    return f"d.id IN ({entered})", (challenge.id,)


grouping = Grouping("challenge", mark("Challenge"), choices, holds)
