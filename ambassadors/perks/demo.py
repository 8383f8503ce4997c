"""The demo's perks: made, published, taken, looked at, and a name that waits for an answer."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from ambassadors.perks import actions, answers, claims, pool, queries
from ambassadors.perks.cards import Told
from ambassadors.perks.claims import Asked
from ambassadors.perks.models import CODED, Gives
from kernel import clock, db
from kernel.demo import World

KEEPER = "sol"
WORDS = ("name", "body", "price", "stock", "most_each", "percent", "days", "label", "code", "position", "audience")
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


async def perks(world: World) -> None:
    """Each perk on its day, and what became of it on theirs."""
    told = world.content("perks")
    for perk in told["perks"]:
        world.at(world.ago(perk["days_ago"], hour=9.5), _make, world, perk)
    for claim in told["claims"]:
        world.at(world.ago(claim["days_ago"], hour=20.2), _take, world, claim)


async def _make(world: World, told: dict[str, Any]) -> None:
    viewer, gives = await world.viewer(KEEPER), Gives(told["gives"])
    values: dict[str, Any] = {name: told[name] for name in WORDS if name in told}
    for name in ("from", "until", "closes"):
        if f"{name}_days" in told:
            values[f"{name}_at"] = clock.now() + timedelta(days=told[f"{name}_days"])
    if "meeting" in told:
        values["meeting_id"] = world.ids["meeting", told["meeting"]]
    if "idea" in told:
        values["idea_id"] = world.ids["idea", told["idea"]]
    perk = await actions.make(viewer, gives, Told(**values))
    world.ids["perk", told["key"]] = perk.id
    if gives in CODED and "code" not in told:
        async with db.transaction():
            await pool.add(perk.id, [_code(told["codes_begin"]) for _ in range(told["codes"])])
    await actions.publish(viewer, perk)


def _code(begin: str) -> str:
    """Twelve letters in three blocks, as the brand's shop would make them."""
    blocks = ("".join(secrets.choice(ALPHABET) for _letter in range(4)) for _block in range(3))
    return "-".join([begin, *blocks])


async def _take(world: World, told: dict[str, Any]) -> None:
    viewer = await world.viewer(told["by"])
    perk = await queries.by_id(world.ids["perk", told["perk"]])
    idea = world.ids["idea", told["idea"]] if "idea" in told else None
    had = await queries.standing_of(perk.id, viewer.id)
    number = await claims.take(viewer, perk, Asked(had, told.get("words", ""), idea))
    claim = await queries.claim(number)
    if told.get("looked"):
        await claims.look(viewer, claim)
    if told.get("accepted"):
        await answers.accept(await world.viewer(KEEPER), claim)
    if told.get("back"):
        await claims.give_back(viewer, claim)
