"""Pictures of briefs: who may see them."""

from __future__ import annotations

from typing import Any

from ideas.challenges import queries
from kernel.viewer import Viewer


async def shown(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """Where a picture is met: on the briefs of challenges that the viewer may see."""
    seen, values = queries.visible_to(viewer)
    sql = (
        "EXISTS (SELECT 1 FROM challenge_picture x JOIN challenge c ON c.id = x.challenge_id "
        f"WHERE x.file_id = f.id AND {seen})"
    )
    return sql, values
