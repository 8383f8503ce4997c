"""Holes that shops fill: the way to somebody's shop from their profile, and to one's own from one's account."""

from __future__ import annotations

from ambassadors.storefronts import counter, queries
from kernel import pages
from kernel.features import Slot
from kernel.viewer import Viewer


async def profile(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: the link to their shop, where there is one."""
    found = await queries.shops_of([int(key) for key in keys])
    return {
        key: pages.fragment("ambassadors/storefronts/_link.html", shop=found[int(key)])
        for key in keys
        if int(key) in found
    }


async def keeper(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: to whoever keeps the shop, the way to arrange it."""
    return {
        key: pages.fragment("ambassadors/storefronts/_keeper.html")
        for key in keys
        if viewer.is_member and int(key) == viewer.id
    }


async def account(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The ways to one's shop, pre-orders and royalties."""
    return {key: pages.fragment("ambassadors/storefronts/_account.html") for key in keys}


slots = [
    *counter.slots,
    Slot("profile.shop", profile),
    Slot("shop.keeper", keeper, personal=True),
    Slot("account.doors", account, personal=True),
]
