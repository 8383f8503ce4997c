"""What the wing of referrals registers with the house."""

from __future__ import annotations

from ambassadors.referrals import attributing
from kernel.features import Wing

wing = Wing(
    "referrals",
    events={
        "referral.joined": "somebody who was invited opened an account; data: inviter",
    },
    registers={
        "arrivals": [attributing.brought],
    },
)
