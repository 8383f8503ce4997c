"""The demo's talk in clubs, who waits at their doors, and somebody who was shut out and asks the team to look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.clubs import bans, demo, invitations, joining, membership, topics
from community.discussion import actions as discussion
from community.discussion import registry
from kernel import db
from kernel.demo import World


async def talk(world: World) -> None:
    """Each topic on its day, then what was said in it, hour by hour."""
    for place, told in enumerate(world.content("talk")["topics"]):
        begun = world.ago(told["days_ago"], hour=10 + place % 9)
        world.at(begun, _open, world, told)
        for said in told["said"]:
            moment = min(begun + timedelta(hours=said["hours_after"]), world.ago(0))
            world.at(moment, _say, world, told, said)
        for what in ("pinned", "closed"):
            if what in told:
                world.at(world.ago(told[what], hour=20), _keep, world, told, what)


async def doors(world: World) -> None:
    """Requests that wait, a link that is open, a ban with its appeal."""
    found = world.content("talk")
    for told in found["requests"]:
        world.at(world.ago(told["days_ago"], hour=19), _ask, world, told)
    for told in found["links"]:
        world.at(world.ago(told["days_ago"], hour=18), _invite, world, told)
    for told in found["bans"]:
        world.at(world.ago(told["joined"], hour=9), _join, world, told)
        world.at(world.ago(told["days_ago"], hour=17), _ban, world, told)
        world.at(world.ago(told["appealed"], hour=8), _appeal, world, told)


async def _open(world: World, told: dict[str, Any]) -> None:
    viewer, club = await world.viewer(told["by"]), await demo.of(world, told["club"], told["by"])
    made = await topics.open_one(viewer, club, title=told["title"], body=told["body"].strip())
    world.ids["topic", told["title"]] = made


async def _say(world: World, told: dict[str, Any], said: dict[str, Any]) -> None:
    viewer = await world.viewer(said["by"])
    subject = await registry.subject(viewer, "topic", world.ids["topic", told["title"]])
    await discussion.post(viewer, subject, body=said["body"])


async def _keep(world: World, told: dict[str, Any], what: str) -> None:
    """A topic is put above the others, or closed, by whoever opened it."""
    viewer, club = await world.viewer(told["by"]), await demo.of(world, told["club"], told["by"])
    topic = await topics.find(viewer, club, world.ids["topic", told["title"]])
    if what == "pinned":
        await topics.pin(viewer, club, topic, up=True)
    else:
        await topics.close(viewer, club, topic, closed=True)


async def _ask(world: World, told: dict[str, Any]) -> None:
    viewer, club = await world.viewer(told["by"]), await demo.of(world, told["club"], told["by"])
    newest = await demo.charter(world, told["club"])
    await joining.ask(viewer, club, answer=told["answer"], charter=newest)


async def _invite(world: World, told: dict[str, Any]) -> None:
    club = await demo.of(world, told["club"], told["by"])
    await invitations.make(await world.viewer(told["by"]), club, most=told["most"], days=told["days"])


async def _join(world: World, told: dict[str, Any]) -> None:
    newest = await demo.charter(world, told["club"])
    async with db.transaction():
        await membership.begin(world.ids["club", told["club"]], world.ids["person", told["who"]], charter=newest)
    world.changed(told["who"])


async def _ban(world: World, told: dict[str, Any]) -> None:
    host = told["by"]
    club = await demo.of(world, told["club"], host)
    person = world.ids["person", told["who"]]
    made = await bans.ban(await world.viewer(host), club, person, reason=told["reason"])
    world.ids["ban", told["who"]] = made
    world.changed(told["who"])


async def _appeal(world: World, told: dict[str, Any]) -> None:
    await bans.appeal(await world.viewer(told["who"]), world.ids["ban", told["who"]], words=told["appeal"])
