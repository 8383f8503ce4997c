"""The demo's worth as of three days, and the figures made with it."""

from __future__ import annotations

from datetime import timedelta

from kernel import clock
from kernel.demo import World

EARLIER = (75, 35)


async def figures(world: World) -> None:
    """Value everybody twice in the past and as of today, then reckon what all of that is worth."""
    for days in EARLIER:
        world.at(world.ago(days), _worth_then)
    world.at(world.now - timedelta(minutes=1), _today)


async def _worth_then() -> None:
    from voting.value import runs  # brings scipy, which the site does without

    await runs.make(as_of=clock.today())


async def _today() -> None:
    from voting.demand import reckon

    await _worth_then()
    await reckon.store(await reckon.reckon())
