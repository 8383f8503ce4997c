"""The hole on an idea's page that the roadmap fills for the team."""

from __future__ import annotations

from kernel import pages
from kernel.features import Slot
from kernel.viewer import Viewer
from voting.roadmap import console


async def team(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas: where each stands, and the way to the console."""
    if not viewer.is_editor:
        return {}
    placed = await console.placed([int(key) for key in keys])
    return {key: pages.fragment("voting/roadmap/_team.html", idea=key, item=placed.get(int(key))) for key in keys}


slots = [Slot("idea.team", team)]
