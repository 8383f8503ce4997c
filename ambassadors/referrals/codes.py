"""Members' codes: making one, and finding whose it is."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from tortoise.exceptions import IntegrityError

from ambassadors.referrals import rules
from ambassadors.referrals.models import Campaign, InviteCode
from kernel import clock, db
from kernel.errors import Conflict, require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read out."""
_CODE = re.compile(r"[a-z0-9_-]{3,40}")


@dataclass(frozen=True)
class Found:
    """A code, whose it is, and the campaign it belongs to."""

    id: int
    code: str
    person_id: int
    campaign: Campaign
    is_closed: bool

    def counts_at(self, moment: datetime) -> bool:
        """Did an invitation made at that moment stand?"""
        return not self.is_closed and rules.is_open(self.campaign, moment)


def spelled(typed: object) -> str:
    """A code as we write it, out of what was typed or pasted: the whole link will do."""
    text = str(typed or "").strip().lower()
    if "via=" in text:
        text = parse_qs(urlsplit(text).query).get("via", [""])[0].strip()
    return text if _CODE.fullmatch(text) else ""


async def find(typed: object) -> Found | None:
    """Whose code it is, whether or not it counts still; one whose member is gone is closed."""
    code = spelled(typed)
    kept = await InviteCode.get_or_none(code=code) if code else None
    if kept is None:
        return None
    campaign = await Campaign.get(id=kept.campaign_id)
    here = await db.value(
        "SELECT id FROM person WHERE id = ? AND is_claimed = ? AND (suspended_until IS NULL OR suspended_until < ?)",
        kept.person_id,
        True,
        clock.now(),
    )
    return Found(kept.id, kept.code, kept.person_id, campaign, kept.closed_at is not None or here is None)


async def make(viewer: Viewer, campaign: Campaign) -> InviteCode:
    """A member's own link in a campaign; made already, it is the same."""
    require(rules.may_invite(viewer, campaign), _("This campaign is not open to you."))
    person = int(viewer.id or 0)
    for _attempt in range(5):
        kept = await InviteCode.get_or_none(person_id=person, campaign_id=campaign.id)
        if kept is not None:
            return kept
        try:
            async with db.transaction():
                return await InviteCode.create(
                    campaign_id=campaign.id, person_id=person, code=_fresh(viewer.handle), created_at=clock.now()
                )
        except IntegrityError:
            continue
    raise Conflict(_("That did not work. Try again."))


def _fresh(handle: str) -> str:
    """Begins with the member's handle, so that whoever reads it knows whose it is."""
    return f"{handle[:30]}-{''.join(secrets.choice(LETTERS) for _ in range(5))}"
