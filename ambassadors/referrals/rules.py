"""Who may invite, and who runs campaigns."""

from __future__ import annotations

from datetime import datetime

from ambassadors.referrals.models import Campaign
from kernel import clock
from kernel.viewer import Viewer


def is_open(campaign: Campaign, moment: datetime | None = None) -> bool:
    """Does an invitation made at `moment`, or now, stand?"""
    now = moment or clock.now()
    return campaign.opens_at <= now and (campaign.ends_at is None or now < campaign.ends_at)


def may_invite(viewer: Viewer, campaign: Campaign) -> bool:
    """Members of its audience whose address is proven."""
    return viewer.confirmed and not viewer.suspended and viewer.within(campaign.audience) and is_open(campaign)


def may_run(viewer: Viewer) -> bool:
    """The product team and administrators."""
    return viewer.is_editor
