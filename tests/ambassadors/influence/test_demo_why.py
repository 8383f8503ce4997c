"""The demo's objections and segment, made by the wing's own actions."""

from __future__ import annotations

from ambassadors.influence import demo_why, objections, quarters
from ambassadors.influence.models import ObjectionState
from kernel.demo import World
from kernel.features import House
from tests import cast
from tests.ambassadors.influence.test_quarters import WORTHS, scored, worths


async def test_two_members_object_one_is_answered_and_a_quarter_is_a_segment(home: House) -> None:
    await worths(WORTHS)
    await scored(ada=90.0, ben=95.0)
    world = World()
    for handle in ("ada", "ben", "sol"):
        world.ids["person", handle] = (await cast.person(handle)).id
    await demo_why.why(world)
    await world.run(home, lambda done, of: None)
    (answered,) = await objections.of(world.ids["person", "ben"])
    (waiting,) = await objections.of(world.ids["person", "ada"])
    assert answered.state == ObjectionState.UPHELD
    assert answered.at < answered.due_at
    assert waiting.is_open
    assert not waiting.is_late
    (card,) = await quarters.segments_of("pillars")
    assert card.label == "Valeur et influence\u00a0: Piliers"
