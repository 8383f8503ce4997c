"""The demo's wishes that customers told the product team elsewhere, as demo/said.toml has them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kernel import clock, db
from kernel.demo import World
from voting.ballots import behalf, queries, recorded
from voting.ballots.behalf import Evidence
from voting.ballots.models import Source


async def said(world: World) -> None:
    """Plan each at the day after it was said."""
    for told in world.content("said")["said"]:
        world.at(world.ago(told["days_ago"] - 1, hour=10), _written, world, told)


async def _written(world: World, told: dict[str, Any]) -> None:
    sol = await world.viewer("sol")
    idea = await queries.find(sol, world.ids["idea", told["idea"]])
    customer = await db.value("SELECT id FROM customer WHERE email = ?", told["customer"])
    if await recorded.stands(idea.id, customer):
        return  # a member of theirs was quicker
    words = {name: told[name] for name in ("note", "contact", "quote", "importance") if name in told}
    evidence = Evidence(source=Source(told["source"]), **words)
    await behalf.cast_for(sol, idea, customer=customer, told=evidence, said_on=clock.today() - timedelta(days=1))
