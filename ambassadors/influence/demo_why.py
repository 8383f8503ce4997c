"""The demo's objections, one of them answered, and a segment of a quarter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ambassadors.influence import objections, quarters, queries
from kernel import i18n
from kernel.demo import World


async def why(world: World) -> None:
    """Plan them between the reckonings."""
    told = world.content("influence")
    for one in told["objections"]:
        world.at(world.ago(one["days_ago"], hour=19.0), _object, world, one)
        if "answer" in one:
            world.at(world.ago(one["answered"], hour=10.0), _answer, world, one)
    world.at(world.now - timedelta(seconds=30), _cross, world, told["segments"])


async def _object(world: World, told: dict[str, Any]) -> None:
    run = await queries.newest()
    world.ids["objection", told["by"]] = await objections.object_(
        await world.viewer(told["by"]), run_id=run.id if run else None, about=objections.WHOLE, body=told["words"]
    )


async def _answer(world: World, told: dict[str, Any]) -> None:
    number = world.ids["objection", told["by"]]
    await objections.answer(await world.viewer("sol"), number, is_right=told["right"], words=told["answer"])


async def _cross(world: World, told: dict[str, Any]) -> None:
    await quarters.cross()
    with i18n.speaking("fr"):
        await quarters.make_segment(await world.viewer(told["by"]), told["quarter"])
