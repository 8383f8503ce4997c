"""Missions that tests begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ambassadors.missions import actions, planning, queries
from ambassadors.missions.models import Part
from ambassadors.missions.planning import Plan
from ambassadors.missions.queries import MissionCard
from kernel import clock
from tests import cast
from tests.ambassadors.points import till


async def draft(**values: Any) -> MissionCard:
    """A draft for members whose proof is read, worth 100 points, open for ten days."""
    told: dict[str, Any] = {
        "title": "Photograph a pair",
        "brief": "After 500 km.",
        "goal": "",
        "target": 1,
        "place": "",
    }
    told |= {"audience": "members", "places": None, "points": 100, "opens_at": clock.now()}
    told |= {"ends_at": clock.now() + timedelta(days=10), **values}
    editor = await cast.editor()
    return await queries.find(editor, await planning.make(editor, Plan(**told)))


async def opened(**values: Any) -> MissionCard:
    """The same, open; the month has 1,000 points and a rule for missions."""
    await till.funded(1000)
    await till.ruled("mission", 1)
    made = await draft(**values)
    await planning.announce(await cast.editor(), made)
    return await seen(made)


async def draft_open(**values: Any) -> MissionCard:
    """The same where the month is funded already, or needs not be."""
    made = await draft(**values)
    await planning.announce(await cast.editor(), made)
    return made


async def seen(mission: MissionCard, handle: str = "ada") -> MissionCard:
    """A mission as somebody sees it."""
    return await queries.find(await cast.viewer(handle), mission.id)


async def taken(mission: MissionCard, handle: str = "ada", *, named: bool = False) -> MissionCard:
    """The same once they took it."""
    await actions.take(await cast.viewer(handle), await seen(mission, handle), named=named)
    return await seen(mission, handle)


async def sent(mission: MissionCard, handle: str = "ada", body: str = "Here they are.") -> int:
    """The number of a proof that somebody sent."""
    return await actions.send(await cast.viewer(handle), await seen(mission, handle), body=body)


async def part(mission: MissionCard, handle: str = "ada") -> Part:
    return await Part.get(mission_id=mission.id, person_id=(await cast.person(handle)).id)
