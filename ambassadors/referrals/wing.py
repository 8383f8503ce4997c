"""What the wing of referrals registers with the house."""

from __future__ import annotations

from ambassadors.points.registry import Earning
from ambassadors.referrals import (
    actions,
    attributing,
    deciding,
    demo,
    jobs,
    landing,
    listening,
    notices,
    office,
    owndata,
    pages,
    proofs,
    queries,
    slots,
)
from kernel.features import Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "referrals",
    routes=[*landing.routes, *pages.routes, *office.routes],
    slots=slots.slots,
    jobs=jobs.jobs,
    reactions=jobs.reactions,
    proofs=[Proof("referral.given", proofs.given)],
    events={
        "campaign.opened": "the team promises something to who invites and who comes; data: name",
        "campaign.ended": "the team ended such a campaign; data: name",
        "referral.joined": "somebody who was invited opened an account; data: inviter",
        "referral.rewarded": "a first order was kept, both got what was promised; data: inviter, person, theirs, mine",
        "referral.reversed": "what a referral gave went back; data: inviter, person, why",
    },
    acts={
        "referral.cleared": mark("Cleared a referral that was in doubt"),
        "referral.refused": mark("Refused a referral that was in doubt"),
        "referrals.changed": mark("Changed a campaign of referrals"),
        "referrals.ended": mark("Ended a campaign of referrals"),
        "referrals.opened": mark("Opened a campaign of referrals"),
    },
    demo=[demo.referrals],
    registers={
        "vote.inviters": [queries.inviters],
        "arrivals": [attributing.brought],
        "brought": [listening.brought],
        "earning": [Earning(deciding.EARNING, mark("An invitation that led to a first order"))],
        "household": [listening.households],
        "listening": listening.kinds,
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [actions.erased],
    },
)
