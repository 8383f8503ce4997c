"""The demo's invitations, so that the team's page shows what it is for."""

from __future__ import annotations

from typing import Any

from community.providers import invitations
from community.providers.models import SignUpInvitation
from kernel.demo import World


async def invited(world: World) -> None:
    """Each on its day; one was taken back when it had got about."""
    for told in world.content("invitations")["invitations"]:
        world.at(world.ago(told["days_ago"], hour=10), _make, world, told)
        if "taken_back" in told:
            world.at(world.ago(told["taken_back"], hour=11), _take_back, world, told)


async def _make(world: World, told: dict[str, Any]) -> None:
    by = await world.viewer(told["by"])
    await invitations.make(by, label=told["label"], most=told["most"], days=told["days"])
    made = await SignUpInvitation.get(label=told["label"])
    world.ids["invitation", told["label"]] = made.id


async def _take_back(world: World, told: dict[str, Any]) -> None:
    await invitations.revoke(await world.viewer(told["by"]), world.ids["invitation", told["label"]])
