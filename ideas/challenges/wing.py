"""What the wing of challenges registers with the house."""

from __future__ import annotations

from ideas.challenges import (
    actions,
    api,
    demo,
    feed,
    notices,
    office,
    owndata,
    pages,
    pictures,
    proofs,
    queries,
    search,
    shelves,
    slots,
    turning,
)
from kernel.features import Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "challenges",
    routes=[*feed.routes, *office.routes, *pages.routes, *api.routes],
    slots=slots.slots,
    jobs=turning.jobs,
    proofs=[Proof("challenge.entries", proofs.entries)],
    events={
        "challenge.made": "staff began a challenge",
        "challenge.changed": "a challenge's words or dates changed",
        "challenge.cancelled": "a challenge ended without a result; `reason` says why",
        "challenge.thrown-away": "a challenge that was never announced is gone",
        "challenge.announced": "a challenge is there for everyone",
        "challenge.opened": "a challenge takes designs",
        "challenge.turned": "a phase of a challenge began; `phase` says which",
        "challenge.ending": "a challenge takes designs for one more day",
        "challenge.closing": "a challenge's jury has one more day",
        "entry.entered": "somebody entered a design for a challenge",
        "entry.withdrawn": "a design was taken out of a challenge",
    },
    acts={
        "challenge.announced": mark("Announced a challenge"),
        "challenge.cancelled": mark("Called a challenge off"),
        "challenge.changed": mark("Changed a challenge"),
        "challenge.made": mark("Made a draft of a challenge"),
        "challenge.thrown-away": mark("Threw the draft of a challenge away"),
    },
    demo=[demo.challenges],
    registers={
        "design.taken-down": [actions.taken_down],
        "scores.hidden": [queries.hidden],
        "design.groups": [shelves.grouping],
        "notices": notices.notices,
        "out-of-sight": [notices.out_of_sight],
        "own-data": owndata.parts,
        "pictures": [pictures.shown],
        "calendar": [feed.entries],
        "searchable": [search.searchable],
    },
)
