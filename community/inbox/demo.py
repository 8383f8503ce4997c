"""The demo's notices: what is older than ten days has been read."""

from __future__ import annotations

from datetime import timedelta

from kernel import db
from kernel.demo import World


async def notices(world: World) -> None:
    """At the end of the story, everybody has been here ten days ago."""

    async def read() -> None:
        await db.execute("UPDATE notice SET read_at = created_at WHERE created_at < ?", world.now - timedelta(days=10))

    world.at(world.now - timedelta(minutes=1), read)
