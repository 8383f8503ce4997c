"""What the wing of influence registers with the house."""

from __future__ import annotations

from ambassadors.influence import (
    choices,
    circling,
    commands,
    console,
    demanded,
    demo,
    demo_why,
    jobs,
    notices,
    objecting,
    objections,
    owndata,
    pages,
    picking,
    proofs,
    quarters,
    reported,
    slots,
    sources,
    weighing,
)
from ambassadors.influence.settings import InfluenceSettings
from kernel.features import Wing
from kernel.i18n import mark

wing = Wing(
    "influence",
    routes=[*pages.routes, *objecting.routes, *weighing.routes, *console.routes, *picking.routes, *circling.routes],
    jobs=[*jobs.jobs, *quarters.jobs],
    reactions=[*quarters.reactions],
    commands=commands.commands,
    proofs=proofs.proofs,
    slots=[*slots.slots, *circling.slots],
    settings=[InfluenceSettings],
    events={
        "influence.reckoned": "scores were reckoned anew; data: run, topic, people",
        "influence.weighed": "staff set what a kind of listening weighs",
        "influence.left": "a member is not scored any more",
        "influence.returned": "a member is scored again from the next reckoning on",
        "objection.made": "a member says that their score is wrong",
        "objection.withdrawn": "a member took back what they said of their score",
        "objection.answered": "the team answered an objection; data: person, state",
        "test.asked": "the team asked people to test something; data: people, title, url",
        "segment.made": "a segment was made of a quarter of worth and influence",
    },
    acts={
        "influence.listed": mark("Read who is worth listening to on a topic"),
        "influence.seen": mark("Read why somebody’s score is what it is"),
        "influence.weighed": mark("Changed what an act of listening weighs in the score"),
        "objection.answered": mark("Answered an objection to a score"),
        "test.asked": mark("Asked people to test something"),
    },
    demo=[demo.scores, demo_why.why],
    registers={
        "choice": [choices.choice],
        "demand.carrying": demanded.carrying,
        "listening": sources.kinds,
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [choices.erased, quarters.erased, objections.erased],
        "reportable": [reported.objection.reportable()],
        "segment.kinds": quarters.kinds,
    },
)
