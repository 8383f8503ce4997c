"""Who hears of referrals: whoever invited, that somebody came. What is given or goes back is told by the points."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def _inviter(event: db.Row) -> list[int]:
    return [event["data"]["inviter"]]


def _came(data: Data) -> str:
    """Never who: what they agreed to stands on the page, and may change."""
    return _("Somebody opened an account by your link.")


notices = [
    NoticeKind(
        "referral.joined",
        ("referral.joined",),
        mark("Somebody came by your link"),
        _inviter,
        _came,
        lambda event: "/account/referrals",
        default_mail=False,
        verb=mark("See how many came"),
        why=mark("You get this because you invite others."),
    )
]
