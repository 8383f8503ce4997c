"""The demo's ambassadors: they ask, two of the team read it, and they come in as anybody does."""

from __future__ import annotations

from typing import Any

from ambassadors.programme import actions, applying, climbing
from ambassadors.programme.models import Application
from kernel.demo import World

Told = dict[str, Any]
WEEKS = 12


async def ambassadors(world: World) -> None:
    """Whom the content names, each on their own days; tiers follow the reckonings of each week."""
    for week in range(WEEKS, 0, -1):
        world.at(world.ago(7 * week, hour=4.5), climbing.climb)
    for told in world.content("ambassadors")["ambassadors"]:
        world.at(world.ago(told["days_ago"], hour=19.5), _ask, world, told)
        for reader, says, days_ago in told["read"]:
            world.at(world.ago(days_ago, hour=10.5), _read, world, told, reader, says)
        if "pitch" in told:
            world.at(world.ago(told["read"][-1][2], hour=20), _describe, world, told)
        if "retired_days_ago" in told:
            world.at(world.ago(told["retired_days_ago"], hour=18), _retire, world, told)


async def _ask(world: World, told: Told) -> None:
    known = {"topics": told.get("topics", []), "languages": told.get("languages", []), "town": told.get("town", "")}
    viewer = await world.viewer(told["handle"])
    await applying.apply(viewer, motivation=told["motivation"], is_listed=told.get("found", False), **known)


async def _read(world: World, told: Told, reader: str, says: str) -> None:
    person = world.ids["person", told["handle"]]
    found = await Application.get(open_for=person)
    words = told.get("words", "") if says == "no" and reader == told["read"][-1][0] else ""
    await applying.review(await world.viewer(reader), found, is_for=says == "yes", words=words)
    world.changed(told["handle"])


async def _describe(world: World, told: Told) -> None:
    known = {"topics": told.get("topics", []), "languages": told.get("languages", []), "town": told.get("town", "")}
    viewer = await world.viewer(told["handle"])
    await actions.describe(viewer, is_listed=told.get("found", False), pitch=told["pitch"], **known)


async def _retire(world: World, told: Told) -> None:
    await actions.retire(await world.viewer(told["handle"]), is_thanked=told.get("thanked", False))
    world.changed(told["handle"])
