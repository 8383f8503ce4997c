"""The demo's referrals: an autumn campaign, who came by whom, and what the nights decided about it."""

from __future__ import annotations

from typing import Any

from ambassadors.referrals import actions, attributing, codes, deciding, letters, openings, touches
from ambassadors.referrals.actions import Terms
from ambassadors.referrals.models import Campaign, InviteCode
from ambassadors.referrals.touches import Touch
from kernel import clock, db
from kernel.demo import World

Told = dict[str, Any]
NIGHTS = range(45, -1, -3)
"""Days ago on which the night's work is told; any other night would have found nothing else."""


async def referrals(world: World) -> None:
    """Campaigns, codes with their openings, those who came, and letters that are still to be answered."""
    told = world.content("referrals")
    for campaign in told["campaigns"]:
        world.at(world.ago(campaign["opens_days_ago"], hour=9), _open, world, campaign)
    for code in told["codes"]:
        world.at(world.ago(code["days_ago"], hour=10), _make, world, code)
        for days_ago, opened, remembered in code["openings"]:
            world.at(world.ago(days_ago, hour=20), _opened, world, code, opened, remembered)
    for came in told["came"]:
        world.at(world.ago(came["days_ago"], hour=20.5), _come, world, came)
    for letter in told["letters"]:
        world.at(world.ago(letter["days_ago"], hour=19), _write, world, letter)
    for days_ago in NIGHTS:
        world.at(world.ago(days_ago, hour=3), deciding.decide)


async def _open(world: World, told: Told) -> None:
    kept = {name: told[name] for name in ("name", "words_fr", "words_en", "inviter_points", "invited_points")}
    terms = Terms(**kept, return_days=told["return_days"], opens_on=clock.today())
    made = await actions.open_campaign(await world.viewer("sol"), terms)
    world.ids["referrals", told["key"]] = made.id


async def _make(world: World, told: Told) -> None:
    campaign = await Campaign.get(id=world.ids["referrals", told["campaign"]])
    made = await codes.make(await world.viewer(told["by"]), campaign)
    world.ids["code", told["by"]] = made.id


async def _opened(world: World, told: Told, opened: int, remembered: int) -> None:
    await openings.add(world.ids["code", told["by"]], opened=opened, remembered=remembered)


async def _come(world: World, told: Told) -> None:
    """As at the end of a sign-up with the code in its form."""
    own = await InviteCode.get(id=world.ids["code", told["by"]])
    text = touches.sealed(Touch(own.code, clock.now(), told.get("shows_name", False)))
    async with db.transaction():
        await attributing.arrived(world.ids["person", told["who"]], text)


async def _write(world: World, told: Told) -> None:
    own = await InviteCode.get(id=world.ids["code", told["by"]])
    campaign = await Campaign.get(id=own.campaign_id)
    viewer = await world.viewer(told["by"])
    await letters.send(viewer, campaign, told["to"], lang=told["lang"], remind=told["remind"])
