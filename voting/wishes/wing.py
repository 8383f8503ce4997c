"""A club's signed wish lists, the answers owed to them, and the roadmap as the club sees it."""

from __future__ import annotations

from community.clubs.registry import Tab
from kernel.features import Proof, Wing
from kernel.i18n import mark
from voting.wishes import (
    api,
    demo,
    endings,
    horizons,
    leaving,
    news,
    notices,
    office,
    owndata,
    pages,
    proofs,
    reported,
    roadmap,
    sealing,
    silent,
    slots,
    turning,
)
from voting.wishes.settings import WishSettings

wing = Wing(
    "wishes",
    routes=[*office.routes, *pages.routes, *roadmap.routes, *api.routes],
    slots=slots.slots,
    jobs=turning.jobs,
    reactions=turning.reactions,
    settings=[WishSettings],
    proofs=[
        Proof("wishes.signatures", proofs.signatures),
        Proof("club_item.comments", proofs.comments),
    ],
    events={
        "wishes.drafted": "a club began a wish list",
        "wishes.signing": "a wish list is frozen and may be signed",
        "wishes.signed": "a member stands by a wish list",
        "wishes.delivered": "a club handed a wish list to the product team",
        "wishes.answered": "the product team answered a wish; `reply` says how, `settled` whether it was the last",
        "wishes.said": "a club answered a question about a wish",
        "wishes.kept": "what was promised for a wish is there",
        "wishes.late": "answers to a wish list were due and are not all given",
        "wishes.hidden": "a wish list was taken out of sight",
        "wishes.restored": "a hidden wish list is back",
    },
    acts={
        "wishes.answered": mark("Answered a wish of a club"),
        "wishes.kept": mark("Said that a wish which was accepted is there"),
    },
    demo=[demo.lists],
    registers={
        "person.erasing": [leaving.erased],
        "club.tabs": [
            Tab("wishes", mark("Wishes"), "/clubs/{slug}/wishes", 50),
            Tab("roadmap", mark("What comes next"), "/clubs/{slug}/roadmap", 60),
        ],
        "club.news": news.news,
        "club.closing": [endings.closing],
        "member.leaving": [endings.left],
        "demand.silent": [silent.asked],
        "discussed": [horizons.discussed],
        "reportable": [reported.reportable],
        "notices": notices.notices,
        "out-of-sight": [notices.out_of_sight],
        "sealed": sealing.sealed,
        "own-data": owndata.parts,
    },
)
