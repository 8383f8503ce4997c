"""The demo's roadmap: ideas placed when they were planned, two targets that slipped, snapshots to compare."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from kernel.demo import World
from voting.demand.policies import DEFAULT
from voting.roadmap import actions
from voting.roadmap.targets import quarter

SLIPPED = {
    "waterproof": "Le fil ciré arrive plus tard que prévu : nous avons préféré l’attendre.",
    "resemeler-bief": "La presse de ressemelage est en révision ; mieux vaut un trimestre de plus qu’une semelle qui bâille.",
}
QUARTER = 91


async def roadmap(world: World) -> None:
    """Place what the content places, on the day of the step that planned it."""
    for told in world.content_of("ideas"):
        if "horizon" not in told:
            continue
        planned = [step["days_ago"] for step in told.get("trail", ()) if step["status"] in ("planned", "in_progress")]
        day = max(planned, default=min(20, told["days_ago"] / 2))
        world.at(world.ago(day, hour=20.8), partial(_place, world, told, later=day > 14))
        if told["key"] in SLIPPED and day > 14:
            world.at(world.ago(9, hour=11), partial(_place, world, told, later=False))
    for told in world.content("brand").get("snapshots", ()):
        world.at(world.ago(told["days_ago"], hour=9), partial(_freeze, world, told))


async def _place(world: World, told: dict[str, Any], *, later: bool) -> None:
    """The first placing of a slipped idea promised a quarter less."""
    sol, idea = await world.viewer("sol"), world.ids["idea", told["key"]]
    slipped = told["key"] in SLIPPED
    quarters = told.get("target_in_quarters")
    target = ""
    if quarters is not None:
        target = quarter((world.now + timedelta(days=QUARTER * (quarters - (1 if slipped and later else 0)))).date())
    reason = SLIPPED[told["key"]] if slipped and not later else ""
    await actions.place(sol, idea, horizon=told["horizon"], target=target, reason=reason)
    if told.get("effort"):
        await actions.estimate(sol, idea, effort=float(told["effort"]), owner_id=world.ids["person", "sol"])


async def _freeze(world: World, told: dict[str, Any]) -> None:
    from voting.roadmap import snapshots  # brings scipy, which the site does without

    await snapshots.freeze(await world.viewer(told.get("by", "sol")), policy=DEFAULT)
