"""Pictures of clubs: who may see them."""

from __future__ import annotations

from typing import Any

from community.clubs import queries
from kernel.viewer import Viewer


async def shown(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """Where a picture is met: on the walls of clubs that the viewer may see."""
    seen, values = queries.visible_to(viewer)
    return f"EXISTS (SELECT 1 FROM club c WHERE c.picture_id = f.id AND {seen})", values
