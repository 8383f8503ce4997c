"""The demo's ambassadors: they come in as anybody does."""

from __future__ import annotations

from ambassadors.programme import belonging
from kernel import db
from kernel.demo import World


async def ambassadors(world: World) -> None:
    """Whom the content names, on the day that it says."""
    for told in world.content("ambassadors")["ambassadors"]:
        world.at(world.ago(told["days_ago"], hour=11.5), _come, world, told["handle"])


async def _come(world: World, handle: str) -> None:
    async with db.transaction():
        await belonging.enrol(world.ids["person", handle])
    world.changed(handle)
