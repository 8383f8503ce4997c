"""Ideas that the demo's clubs keep to themselves."""

from __future__ import annotations

from typing import Any

from community.clubs import demo as clubs
from ideas.board import actions, club_boards
from kernel.demo import World


async def kept(world: World) -> None:
    """Each on its day, by a member."""
    for told in world.content("wishes")["ideas"]:
        world.at(world.ago(told["days_ago"], hour=19.4), _propose, world, told)


async def _propose(world: World, told: dict[str, Any]) -> None:
    board = await club_boards.opened(await clubs.of(world, told["club"], told["by"]))
    idea = await actions.propose(await world.viewer(told["by"]), board, title=told["title"], body=told["body"].strip())
    world.ids["idea", told["key"]] = idea.id
