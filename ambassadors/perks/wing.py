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
    demo=[demo.perks],
    registers={
        "audience.people": [access.people_of],
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [leaving.erased],
        "spending": spent.spendings,
    },
)
