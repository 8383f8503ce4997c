"""What people ask in the demo, what they are told, and what helped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ambassadors.helpdesk import accepting, actions, queries
from ambassadors.helpdesk.queries import QuestionCard
from community.discussion import actions as talk
from community.discussion import registry
from kernel.demo import World

Told = dict[str, Any]


async def questions(world: World) -> None:
    for place, told in enumerate(world.content("questions")["questions"]):
        key, asked = str(place), world.ago(told["days_ago"], hour=8 + place)
        world.at(asked, _ask, world, key, told)
        for number, said in enumerate(told.get("said", ())):
            when = min(asked + timedelta(hours=said["hours_after"]), world.ago(0))
            world.at(when, _say, world, key, number, said)
        if accepted := told.get("accepted"):
            world.at(asked + timedelta(hours=accepted["hours_after"]), _accept, world, key, told)


async def _ask(world: World, key: str, told: Told) -> None:
    about = {"title": told["title"], "body": told.get("body", ""), "place": told.get("place", "")}
    world.ids["question", key] = await actions.ask(await world.viewer(told["by"]), **about)


async def _seen(world: World, key: str, handle: str) -> QuestionCard:
    return await queries.find(await world.viewer(handle), world.ids["question", key])


async def _say(world: World, key: str, number: int, said: Told) -> None:
    viewer = await world.viewer(said["by"])
    subject = await registry.subject(viewer, "question", world.ids["question", key])
    world.ids["answer", f"{key}:{number}"] = (await talk.post(viewer, subject, body=said["body"])).id


async def _accept(world: World, key: str, told: Told) -> None:
    by = told["accepted"].get("by", told["by"])
    answer = world.ids["answer", f"{key}:{told['accepted']['answer']}"]
    await accepting.accept(await world.viewer(by), await _seen(world, key, by), answer)
