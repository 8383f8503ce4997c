"""The demo's juries: named when a challenge is announced; of the past one the marks, the result and what was written."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from ideas.challenges import queries as challenges
from ideas.challenges import turning
from ideas.challenges.demo import moment
from kernel import clock
from kernel.demo import World
from voting.contests import actions, queries


async def juries(world: World) -> None:
    for told in world.content("challenges")["challenges"]:
        world.at(moment(world, told["announced"], hour=12), _name, world, told)
        for place, juror in enumerate(told["jurors"] if "marks" in told else ()):
            when = moment(world, told["jury"] - 1 - place, hour=20)
            world.at(when, partial(_judge, world, told, juror))
        if "marks" in told:
            # scores of the past are written down last, and the result counts them
            world.at(world.now - timedelta(minutes=3), _decide, world, told)


async def _name(world: World, told: dict[str, Any]) -> None:
    challenge = await challenges.by_id(world.ids["challenge", told["key"]])
    people = [world.ids["person", handle] for handle in told["jurors"]]
    await actions.empanel(await world.viewer("mo"), challenge, [(name, n) for name, n in told["criteria"]], people)


async def _judge(world: World, told: dict[str, Any], juror: str) -> None:
    challenge = await challenges.by_id(world.ids["challenge", told["key"]])
    viewer, looks = await world.viewer(juror), await queries.criteria(challenge.id)
    lines = {line.design_id: line for line in await challenges.entries(challenge.id)}
    for key, given in told["marks"].items():
        row = zip(looks, given[juror], strict=True)
        line = lines[world.ids["design", key]]
        await actions.mark(viewer, challenge, line, {look.id: value for look, value in row})
    await actions.hand_in(viewer, challenge)


async def _decide(world: World, told: dict[str, Any]) -> None:
    """At the minute of its calendar, and what was written in the days after."""
    number = world.ids["challenge", told["key"]]
    with clock.at(moment(world, told["result"])):
        await turning.turn(number)
    challenge = await challenges.by_id(number)
    lines = {line.design_id: line for line in await challenges.entries(number)}
    for days, (key, said) in enumerate(told.get("feedback", {}).items(), 1):
        with clock.at(moment(world, told["result"] - days, hour=10)):
            line = lines[world.ids["design", key]]
            await actions.say(await world.viewer(said["by"]), challenge, line, said["words"])
