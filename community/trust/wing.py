"""Trust: how far somebody has come, what slows the rest down, and what is read before it is shown."""

from __future__ import annotations

from community.trust import (
    changepages,
    demo,
    erasing,
    measures,
    notices,
    owndata,
    pages,
    proofs,
    reading,
    rules,
    slots,
    standing,
    wordpages,
)
from kernel.features import Job, Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "trust",
    routes=[*pages.routes, *wordpages.routes, *changepages.routes],
    slots=slots.slots,
    jobs=[
        Job("trust.expire", measures.expire, every=60, label=mark("Measures whose time is over")),
        *standing.jobs,
    ],
    reactions=standing.reactions,
    events={
        "measure.begun": "somebody is warned, braked or suspended; data: person, measure, until, rule, excerpt, lifted, ruling",
        "measure.ended": "a measure was lifted or is over; data as measure.begun",
        "change.returned": "a change that waited to be read no longer fits, its author looks again; data: person, title, url",
        "thing.held": "something waits to be read before it is shown; data: person, title, url",
        "step.reached": "somebody came to a higher step of trust; data: person, step",
        "ladder.changed": "an administrator set what the steps of trust need",
    },
    acts={
        "trust.ladder": mark("Changed the steps of trust"),
        "trust.reading": mark("Changed what is read before it is shown"),
        "word.listed": mark("Put a word or a link on the list"),
        "word.unlisted": mark("Took a word or a link off the list"),
    },
    proofs=[Proof("suspensions", proofs.suspensions), Proof("steps", proofs.steps)],
    demo=[demo.trust],
    registers={
        "person.erasing": [erasing.erased],
        "notices": notices.notices,
        "own-data": owndata.parts,
        "reading": [reading.outright],
        "while-suspended": [rules.may_still],
    },
)
