"""The demo's votes in doubt: a group that waits for a decision, one that was set aside, and an objection."""

from __future__ import annotations

from typing import Any

from kernel import clock, db, sessions
from kernel.demo import World
from voting.ballots import doubts
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held
from voting.ballots.states import Pair, State
from voting.honesty import actions, gathering

STAFF = ("manager", "editor", "admin")


async def newest(idea: int, many: int) -> list[Pair]:
    """The newest supports of an idea, none of staff's nor of those whom one signs in as."""
    rows = await db.rows(
        "SELECT s.person_id FROM support s JOIN person p ON p.id = s.person_id WHERE s.idea_id = ? AND p.is_claimed IS TRUE "
        f"AND p.role NOT IN ({db.marks(STAFF)}) AND p.handle <> 'ben' ORDER BY s.id DESC LIMIT ?",
        idea,
        *STAFF,
        many,
    )
    return [(idea, row["person_id"]) for row in rows]


async def groups(world: World) -> None:
    """Plan both for the last days."""
    told = world.content("doubts")
    for one in told["group"]:
        world.at(world.ago(one["days_ago"], hour=15), _found, world, one)


async def _found(world: World, told: dict[str, Any]) -> None:
    pairs = await newest(world.ids["idea", told["idea"]], told["votes"])
    async with db.transaction():
        turns = {pair: Held(State.DOUBTFUL, "burst") for pair in pairs}
        await doubts.write(Voted.SUPPORT, turns, by=None)
        number = await gathering.write("burst", {}, pairs, clock.now())
    if "why" in told:
        await actions.quarantine(await world.viewer("mo"), number, why=told["why"])
        viewer = await sessions.viewer_of(pairs[0][1])
        await actions.object_(viewer, Voted.SUPPORT, pairs[0][0], body=told["objection"])
