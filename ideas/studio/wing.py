"""What the wing of templates and designs registers with the house."""

from __future__ import annotations

from ideas.studio import (
    api,
    art_pages,
    compare,
    demo,
    gallery,
    held,
    leaving,
    likenesses,
    notices,
    owndata,
    packs,
    pages,
    pictures,
    proofs,
    publishing,
    retelling,
    search,
    similar,
    slots,
    trusted,
    workshop,
    workshop_things,
)
from kernel.features import Door, Job, Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "studio",
    routes=[
        *pages.routes,
        *art_pages.routes,
        *pictures.routes,
        *publishing.routes,
        *retelling.routes,
        *packs.routes,
        *likenesses.routes,
        *compare.routes,
        *api.routes,
        *gallery.routes,
        *workshop.routes,
        *workshop_things.routes,
    ],
    slots=[*packs.slots, *slots.slots],
    jobs=[
        *packs.jobs,
        Job("designs.hash", similar.hash_missing, every=3600, label=mark("Pictures of designs to compare")),
    ],
    proofs=[
        Proof("design.remixes", proofs.remixes),
        Proof("design.comments", proofs.comments),
        Proof("design.trending", proofs.places),
    ],
    doors=[Door("/designs", mark("Designs"), "sneaker", also=("/studio", "/challenges"))],
    events={
        "template.made": "a product may be designed that could not be before",
        "template.changed": "a product has a further version, or is opened or closed",
        "design.started": "somebody began a design, as the product is plain or from another's",
        "design.discarded": "a draft was thrown away by its author",
        "design.published": "a design is there for everyone",
        "design.remixed": "somebody published a design that began from this one",
        "design.retold": "a published design's title, story or idea changed",
        "design.withdrawn": "a design was taken back by its author",
        "design.hidden": "a design was taken out of every list",
        "design.alike": "somebody is about to publish a design, or did, though it looks like another, which `like` names",
        "design.restored": "a hidden design is back in its lists",
    },
    registers={
        "person.erasing": [leaving.erased],
        "contribution": trusted.contributions,
        "discussed": [held.discussed],
        "reportable": [held.reportable],
        "notices": notices.notices,
        "out-of-sight": [notices.out_of_sight],
        "own-data": owndata.parts,
        "searchable": [search.searchable],
    },
    demo=[demo.templates, demo.designs],
)
