"""The demo's trust: a list of words, newcomers' links read first, a brake, and everybody's step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.trust import measures, standing, wordlist
from community.trust.models import Listed, MeasureKind, Treatment
from community.trust.wordlist import Care
from kernel import clock, db
from kernel.demo import World


async def trust(world: World) -> None:
    """Set by the administrator in spring; the steps are reckoned when all is told."""
    told = world.content("trust")
    for place, word in enumerate(told["words"]):
        world.at(world.ago(60 - 9 * place, hour=10), _list, world, word)
    world.at(world.ago(60, hour=11), _care, world)
    for brake in told["brakes"]:
        world.at(world.ago(brake["days_ago"], hour=15), _slow, world, brake)
    world.at(world.ago(0), standing.reckon_all)


async def _list(world: World, word: dict[str, Any]) -> None:
    language = word.get("language", "")
    how, does = Listed(word["how"]), Treatment(word["does"])
    root = await world.viewer("root")
    await wordlist.add(root, how=how, text=word["text"], does=does, language=language, note=word["note"])


async def _care(world: World) -> None:
    await wordlist.set_cares(await world.viewer("root"), {"comment": Care.LINKS, "design": Care.NOBODY})


async def _slow(world: World, brake: dict[str, Any]) -> None:
    until = clock.now() + timedelta(days=brake["lasts"])
    moderator = await world.viewer("mo")
    async with db.transaction():
        await measures.impose(
            world.ids["person", brake["who"]],
            kind=MeasureKind.BRAKE,
            until=until,
            rule=brake["rule"],
            why=brake["why"],
            by=moderator.id,
        )
