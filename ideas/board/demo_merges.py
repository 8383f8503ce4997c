"""Ideas of the demo that became one, and two that did for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ideas.board import merging
from kernel.demo import World


async def merges(world: World) -> None:
    """Each on its day, and its undoing some hours later."""
    for told in world.content("merges")["merges"]:
        moment = world.ago(told["days_ago"], hour=10.5)
        key = "merge", told["into"]
        world.at(moment, _merge, world, told, key)
        if "undone_by" in told:
            world.at(moment + timedelta(hours=told["undone_hours_after"]), _undo, world, told, key)


async def _merge(world: World, told: dict[str, Any], key: tuple[str, str]) -> None:
    sources = [world.ids["idea", one] for one in told["ideas"]]
    made = await merging.merge(
        await world.viewer(told["by"]), sources=sources, target=world.ids["idea", told["into"]], reason=told["reason"]
    )
    world.ids[key] = made.id


async def _undo(world: World, told: dict[str, Any], key: tuple[str, str]) -> None:
    await merging.undo(await world.viewer(told["undone_by"]), world.ids[key])
