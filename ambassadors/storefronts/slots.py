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


async def account(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The ways to one's shop, pre-orders and royalties."""
    return {key: pages.fragment("ambassadors/storefronts/_account.html") for key in keys}


slots = [*counter.slots, Slot("profile.shop", profile), Slot("account.doors", account, personal=True)]
