"""What ideas have to do with each other in the demo, and what two of its people are writing."""

from __future__ import annotations

from typing import Any

from ideas.board.dividing import Words
from ideas.board.models import Idea
from ideas.discovery import drafts, links, sameness, splitting
from ideas.discovery.links import Relation
from kernel.demo import World

HOUR = 11.25


async def ties(world: World) -> None:
    """Each on its day; members, the team and writers in turn."""
    told = world.content("links")
    for kind, act in (("links", _link), ("same", _same), ("splits", _split), ("drafts", _draft)):
        for one in told[kind]:
            world.at(world.ago(one["days_ago"], hour=HOUR), act, world, one)


async def _link(world: World, told: dict[str, Any]) -> None:
    one, two = (world.ids["idea", told[name]] for name in ("idea", "other"))
    await links.link(await world.viewer(told["by"]), one, two, Relation(told["relation"]))


async def _same(world: World, told: dict[str, Any]) -> None:
    idea = await Idea.get(id=world.ids["idea", told["idea"]])
    for handle in told["by"]:
        await sameness.say(await world.viewer(handle), idea, world.ids["idea", told["other"]])


async def _split(world: World, told: dict[str, Any]) -> None:
    idea = await Idea.get(id=world.ids["idea", told["idea"]])
    first, second = (Words(told[f"{half}_title"], told[f"{half}_body"]) for half in ("first", "second"))
    await splitting.split(await world.viewer(told["by"]), idea, first=first, second=second, reason=told["reason"])


async def _draft(world: World, told: dict[str, Any]) -> None:
    typed = {name: told[name] for name in ("title", "body", "board")}
    await drafts.save(await world.viewer(told["by"]), {**typed, "window": drafts.named()})
