"""What the wing of storefronts registers with the house."""

from __future__ import annotations

from ambassadors.storefronts import (
    api,
    closing,
    counter,
    demanded,
    demo,
    desk,
    earnings,
    handover,
    held,
    leaving,
    letters,
    notices,
    offers,
    owndata,
    pages,
    pointed,
    posters,
    proofs,
    queries,
    slots,
)
from ambassadors.storefronts.jobs import jobs
from ambassadors.storefronts.settings import ShopSettings
from kernel.features import Proof, Reaction, Wing
from kernel.i18n import mark
from voting.demand import jobs as reckoning

wing = Wing(
    "storefronts",
    routes=[
        *pages.routes,
        *posters.routes,
        *closing.routes,
        *counter.routes,
        *earnings.routes,
        *desk.routes,
        *handover.routes,
        *api.routes,
    ],
    slots=slots.slots,
    jobs=jobs,
    reactions=[
        Reaction("notices.offers", notices.OFFERS, letters.react),
        Reaction("demand.preorders", demanded.CHANGES, wakes=reckoning.KIND, after=reckoning.SHORTEST),
    ],
    proofs=[
        Proof("offer.gathered", proofs.gathered_by_offers),
        Proof("design.preorders", proofs.preorders_of_designs),
    ],
    settings=[ShopSettings],
    events={
        "shop.opened": "a member opened a shelf of their own",
        "shop.changed": "a shop's name, words, wall or banner changed",
        "shop.closed": "a member closed their shop; `released` says whether what was gathered was let go with it",
        "shop.reopened": "a member opened their closed shop again",
        "shop.hidden": "a shop was closed to everybody by moderation",
        "shop.restored": "a hidden shop is open again",
        "offer.opened": "it is asked from now on who wants a design",
        "offer.reached": "as many as were needed want a design",
        "offer.extended": "a design has more time to be wanted",
        "offer.released": "a design will not be made for now, and its pre-orders bind nobody; `why` says by whom or what",
        "offer.made": "a design that enough people want goes into production",
        "preorder.confirmed": "a pre-order counts from now on",
        "preorder.withdrawn": "a pre-order was taken back",
        "royalty.earned": "somebody was credited with their part of a sale",
        "royalty.reversed": "a sale was taken back, and with it somebody's part of it",
        "royalty.paid": "somebody was paid what was owed to them",
        "royalty.closed": "a month is over in which somebody earned something; data: month, amount, currency",
    },
    acts={
        "offer.extended": mark("Gave an offer of a design more time"),
        "offer.made": mark("Put a design into production"),
        "offer.released": mark("Let an offer of a design go"),
        "royalty.paid": mark("Paid royalties"),
        "shop.link": mark("Changed where designs are bought"),
    },
    demo=[demo.shelves, demo.sales],
    registers={
        "person.leaving": [leaving.open_orders],
        "person.erasing": [leaving.erased],
        "demand.columns": demanded.columns,
        "design.taken-down": [offers.taken_down],
        "design.wanted": [demanded.wants],
        "earning": pointed.earnings,
        "notices": notices.notices,
        "own-data": owndata.parts,
        "pictures": [queries.pictured],
        "reportable": [held.reportable],
    },
)
