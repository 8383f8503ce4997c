"""Moderation: rules in versions, reports, cases, rulings with their reasons, appeals, and their public log."""

from __future__ import annotations

from community.moderation import (
    appealpages,
    casepages,
    cases,
    chainpages,
    commands,
    deskpages,
    edits,
    erasing,
    figurepages,
    holding,
    letters,
    notices,
    owndata,
    pages,
    profiles,
    proofs,
    rulebook,
    rulepages,
    settling,
    statementpages,
    trusted,
)
from kernel.features import Job, Proof, Reaction, Wing
from kernel.i18n import mark

wing = Wing(
    "moderation",
    routes=[
        *pages.routes,
        *deskpages.routes,
        *casepages.routes,
        *statementpages.routes,
        *appealpages.routes,
        *rulepages.routes,
        *chainpages.routes,
        *figurepages.routes,
    ],
    jobs=[
        *settling.jobs,
        Job("rules.begin", rulebook.begin, first=True, label=mark("The first version of the house rules")),
        Job("cases.weigh", cases.weigh, every=3600, label=mark("What waits for moderation, weighed anew")),
    ],
    reactions=[Reaction("cases.weigh", ("report.ruled", "ruling.reversed"), wakes="cases.weigh", after=cases.SOON)],
    commands=commands.commands,
    proofs=[Proof("reporters", proofs.right), Proof("cases", proofs.waiting)],
    events={
        "report.made": "somebody reported something; data: rule",
        "report.ruled": "reports were answered; data: reporters, act, measure, title (none where it is gone)",
        "ruling.made": "something was decided about a thing or its author; data: author, act, measure, until, rule, title",
        "ruling.reversed": "a ruling was undone and all that followed from it; data: ruling, author, act, measure, by",
        "ruling.appealed": "somebody asked that another looks at a ruling; data: ruling, appeal",
        "ruling.edited": "an author changed what a ruling had asked them to change; data: ruling",
        "appeal.decided": "an appeal was answered; data: people, outcome, ruling, excerpt",
        "rules.changed": "a new version of the house rules is in force",
    },
    acts={
        "appeal.changed": mark("Changed a ruling on appeal"),
        "appeal.reversed": mark("Reversed a ruling on appeal"),
        "appeal.upheld": mark("Upheld a ruling on appeal"),
        "rules.changed": mark("Wrote a new version of the house rules"),
        "ruling.edit": mark("Ruled that something be changed by its author"),
        "ruling.hide": mark("Ruled that something be hidden"),
        "ruling.none": mark("Ruled that something stay as it is"),
        "ruling.remove": mark("Ruled that something be removed"),
        "ruling.restore": mark("Ruled that something be shown again"),
        "transparency.categories": mark("Changed the categories of the transparency report"),
    },
    slots=trusted.slots,
    registers={
        "fault": trusted.faults,
        "notices": notices.notices,
        "own-data": owndata.parts,
        "reportable": [
            profiles.reportable,
            edits.reportable,
            letters.contest.reportable(),
            letters.appeal.reportable(),
        ],
        "held": [holding.hold],
        "held.ended": [holding.ended],
        "person.erasing": [erasing.erased],
    },
)
