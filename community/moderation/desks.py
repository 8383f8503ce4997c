"""How a moderator wants the queue: pictures blurred until asked for, unless they say otherwise."""

from __future__ import annotations

from kernel import db
from kernel.errors import require
from kernel.viewer import Viewer


async def is_blurred(viewer: Viewer) -> bool:
    found = await db.row("SELECT is_blurred FROM moderator_desk WHERE person_id = ?", viewer.id)
    return found is None or bool(found["is_blurred"])


async def blur(viewer: Viewer, *, wanted: bool) -> None:
    """Set whether pictures are blurred for oneself."""
    require(viewer.is_manager)
    async with db.transaction():
        await db.execute(
            "INSERT INTO moderator_desk (person_id, is_blurred) VALUES (?, ?) "
            "ON CONFLICT (person_id) DO UPDATE SET is_blurred = excluded.is_blurred",
            *(viewer.id, wanted),
        )
