"""The demo's scores: reckoned on a night of each week of its past as it stood then, and at last with every topic."""

from __future__ import annotations

from datetime import timedelta

from kernel.demo import World

WEEKS = 12


async def scores(world: World) -> None:
    """Plan the reckonings."""
    for week in range(WEEKS, 0, -1):
        world.at(world.ago(7 * week, hour=3.5), _reckon, False)
    world.at(world.now - timedelta(minutes=1), _reckon, True)


async def _reckon(is_whole: bool) -> None:
    from ambassadors.influence import runs  # brings scipy, which the site does without

    await runs.reckon(topics=is_whole)
