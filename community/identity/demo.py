"""The demo's ways back into accounts, so that the team's page shows what it is for."""

from __future__ import annotations

from typing import Any

from community.identity import waysback
from community.identity.models import WayBack
from community.people.models import Person
from kernel.demo import World


async def ways_back(world: World) -> None:
    """Each on its day, and who of the team has made sure of whom since."""
    for told in world.content("recoveries")["recoveries"]:
        world.at(world.ago(told["days_ago"]), _begin, world, told)
        for yes in told.get("yes", []):
            world.at(world.ago(yes["days_ago"]), _say_yes, world, told, yes)


async def _begin(world: World, told: dict[str, Any]) -> None:
    person = await Person.get(id=world.ids["person", told["by"]])
    await waysback.begin(str(person.email), told["said"], person.language)


async def _say_yes(world: World, told: dict[str, Any], yes: dict[str, Any]) -> None:
    way = await WayBack.get(active=world.ids["person", told["by"]])
    await waysback.voice(await world.viewer(yes["by"]), way, reason=yes["reason"])
