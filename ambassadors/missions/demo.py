"""The demo's missions: opened, taken, proven, counted, called off, each on its day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ambassadors.missions import actions, planning, queries, reviewing, turning
from ambassadors.missions.models import Verdict
from ambassadors.missions.planning import Plan
from ambassadors.missions.queries import MissionCard
from kernel import clock, db
from kernel.demo import World
from kernel.features import the_house
from kernel.i18n import timezone

Told = dict[str, Any]
COUNTED_EVERY = 4
"""Days after which the story looks again at what is counted."""


async def missions(world: World) -> None:
    told = world.content("missions")["missions"]
    for mission in told:
        world.at(world.ago(max(mission["opens"], 0.2), hour=9.5), _make, world, mission)
        for part in mission.get("taken", ()):
            _plan_part(world, mission["key"], part)
        if "cancelled_days_ago" in mission:
            world.at(world.ago(mission["cancelled_days_ago"], hour=16), _call_off, world, mission)
        if "result_days_ago" in mission:
            world.at(world.ago(mission["result_days_ago"], hour=10), _conclude, world, mission)
    for days in range(max(mission["opens"] for mission in told), 0, -COUNTED_EVERY):
        world.at(world.ago(days, hour=23), turning.turn_all)


def _plan_part(world: World, key: str, part: Told) -> None:
    """What somebody does with a mission, and what they are answered the day after."""
    world.at(world.ago(part["days_ago"], hour=19), _take, world, key, part)
    for sent, days, verdict, words in (
        ("sent", "sent_days_ago", "verdict", "words"),
        ("again", "again_days_ago", "final", "final_words"),
    ):
        if sent in part:
            world.at(world.ago(part[days], hour=20.5), _send, world, key, part["by"], part[sent])
        if verdict in part:
            said = (Verdict(part[verdict]), part[words])
            world.at(world.ago(part[days] - 1, hour=11), _answer, world, key, part["by"], *said)
    if "left" in part:
        world.at(world.ago(part["left"], hour=8), _leave, world, key, part["by"])


async def _make(world: World, told: Told) -> None:
    viewer = await world.viewer("sol")
    kind, _colon, rest = told.get("place", "").partition(":")
    place = f"{kind}:{world.ids[kind, rest]}" if kind in ("club", "board") else told.get("place", "")
    plan = Plan(
        title=told["title"],
        brief=told["brief"].strip(),
        goal=told.get("goal", ""),
        target=told.get("target", 1),
        place=place,
        audience=told["audience"],
        places=told.get("places"),
        points=told["points"],
        opens_at=clock.now() if told["opens"] >= 0 else _later(world, -told["opens"]),
        ends_at=_later(world, -told["ends"]) if told["ends"] < 0 else world.ago(told["ends"], hour=20),
    )
    number = world.ids["mission", told["key"]] = await planning.make(viewer, plan)
    if not told.get("draft"):
        await planning.announce(viewer, await queries.find(viewer, number))


def _later(world: World, days: float) -> datetime:
    """Eight in the evening of a day still to come."""
    day = (world.now + timedelta(days=days)).astimezone(timezone(the_house().settings.zone))
    return day.replace(hour=20, minute=0, second=0, microsecond=0)


async def _seen(world: World, key: str, handle: str) -> MissionCard:
    return await queries.find(await world.viewer(handle), world.ids["mission", key])


async def _take(world: World, key: str, part: Told) -> None:
    mission = await _seen(world, key, part["by"])
    await actions.take(await world.viewer(part["by"]), mission, named=part.get("named", False))


async def _send(world: World, key: str, handle: str, body: str) -> None:
    await actions.send(await world.viewer(handle), await _seen(world, key, handle), body=body)


async def _answer(world: World, key: str, handle: str, verdict: Verdict, words: str) -> None:
    proof = await db.value(
        "SELECT x.id FROM mission_proof x JOIN mission_part t ON t.id = x.part_id WHERE t.mission_id = ? "
        "AND t.person_id = ? AND x.answered_at IS NULL",
        *(world.ids["mission", key], world.ids["person", handle]),
    )
    mission = await _seen(world, key, "sol")
    await reviewing.answer(await world.viewer("sol"), mission, proof, verdict=verdict, words=words)


async def _leave(world: World, key: str, handle: str) -> None:
    await actions.leave(await world.viewer(handle), await _seen(world, key, handle))


async def _call_off(world: World, told: Told) -> None:
    mission = await _seen(world, told["key"], "sol")
    about = {"reason": told["cancelled_reason"], "share": told["cancelled_share"]}
    await planning.call_off(await world.viewer("sol"), mission, **about)


async def _conclude(world: World, told: Told) -> None:
    mission = await _seen(world, told["key"], "sol")
    await planning.conclude(await world.viewer("sol"), mission, result=told["result"].strip())
