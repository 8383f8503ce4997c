"""The demo's points: what the team funds, the rules it wrote, thanks by hand; the rest comes by the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ambassadors.points import actions, calendar
from ambassadors.points.registry import earning
from kernel import clock
from kernel.demo import World

Told = dict[str, Any]
FIRST_DAY = 89
"""Days ago on which the rules were written and the earliest budget filled."""


async def budgets(world: World) -> None:
    told = world.content("points")
    begun = world.ago(FIRST_DAY, hour=8)
    for fund in told["funds"]:
        month = calendar.later(calendar.this_month(), -fund["months_ago"])
        moment = max(calendar.begins(month) + timedelta(hours=7), begun)
        if calendar.begins(calendar.later(month, 1)) > begun:
            world.at(min(moment, world.now - timedelta(minutes=3)), _fund, world, fund)
    for rule in told["rules"]:
        world.at(begun, _rule, world, rule)
    for thanks in told["thanks"]:
        world.at(world.ago(thanks["days_ago"], hour=17.5), _thank, world, thanks)


async def _fund(world: World, told: Told) -> None:
    await actions.fund(await world.viewer("sol"), calendar.this_month(), told["amount"], reason=told["reason"])


async def _rule(world: World, told: Told) -> None:
    if earning(told["kind"]):
        about = {"amount": told["amount"], "month_cap": told["month_cap"], "reason": told["reason"]}
        await actions.rule(await world.viewer("sol"), told["kind"], from_at=clock.now(), **about)


async def _thank(world: World, told: Told) -> None:
    person = world.ids["person", told["to"]]
    await actions.thank(await world.viewer("sol"), person, amount=told["amount"], words=told["words"])
