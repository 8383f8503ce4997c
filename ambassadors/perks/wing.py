"""What the wing of perks registers with the house."""

from __future__ import annotations

from ambassadors.perks import (
    access,
    demo,
    desk,
    imports,
    leaving,
    notices,
    owndata,
    pages,
    proofs,
    slots,
    spent,
    turning,
)
from kernel.features import Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "perks",
    routes=[*desk.routes, *pages.routes],
    slots=slots.slots,
    jobs=[*imports.jobs, *turning.jobs],
    reactions=turning.reactions,
    audiences=[access.audience],
    proofs=[Proof("perk.taken", proofs.taken), Proof("perk.codes", proofs.codes)],
    events={
        "perk.published": "a perk may be taken from now on",
        "perk.taken": "somebody took a perk; data: claim, gives, points",
        "perk.back": "a perk that was taken went back, and its points with it; `why` says by whom or what",
        "perk.named": "a name that somebody gave a product is taken; data: words",
        "perk.looked": "somebody of the team looked at a code; data: reason",
    },
    acts={
        "perk.changed": mark("Changed a perk"),
        "perk.codes": mark("Put codes into a perk"),
        "perk.ended": mark("Ended a perk"),
        "perk.looked": mark("Looked at somebody’s code"),
        "perk.made": mark("Made a perk"),
        "perk.named": mark("Took the name that somebody gave a product"),
        "perk.published": mark("Published a perk"),
        "perk.sent_back": mark("Sent a perk back, with its points"),
        "perk.thrown_away": mark("Threw the draft of a perk away"),
    },
    demo=[demo.perks],
    registers={
        "audience.people": [access.people_of],
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [leaving.erased],
        "spending": spent.spendings,
    },
)
