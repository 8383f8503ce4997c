"""Holes that referrals fill: the way there from one's account, and an ambassador's own part of the dashboard."""

from __future__ import annotations

from ambassadors.referrals import queries
from kernel import pages
from kernel.features import Slot
from kernel.viewer import Viewer


async def account(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    return {key: pages.fragment("ambassadors/referrals/_account.html") for key in keys}


async def dashboard(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people, of whom only the viewer's own is filled: who came by their links."""
    if not viewer.is_member or str(viewer.id) not in keys:
        return {}
    owned = await queries.owned(viewer)
    return {str(viewer.id): pages.fragment("ambassadors/referrals/_dashboard.html", owned=owned)}


slots = [
    Slot("account.referrals", account, personal=True),
    Slot("ambassador.referrals", dashboard, personal=True),
]
