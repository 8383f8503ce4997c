"""What the wing of contests registers with the house."""

from __future__ import annotations

from kernel.features import Proof, Wing
from kernel.i18n import mark
from voting.contests import actions, commands, demo, notices, office, owndata, pages, proofs, queries, sealing, slots

wing = Wing(
    "contests",
    routes=[*office.routes, *pages.routes],
    slots=slots.slots,
    commands=commands.commands,
    proofs=[Proof("contest.results", proofs.results)],
    events={
        "juror.named": "somebody is asked to judge a challenge",
        "juror.done": "a juror handed in marks",
        "contest.decided": "the result of a challenge is out",
        "feedback.given": "the brand wrote to somebody about what they entered",
    },
    acts={
        "feedback.given": mark("Gave feedback to somebody who entered a challenge"),
        "jury.named": mark("Named the jury of a challenge"),
    },
    demo=[demo.juries],
    registers={
        "challenge.turned": [actions.decide],
        "challenge.refuses": [actions.refuse_jurors],
        "challenge.leaders": [queries.leaders],
        "notices": notices.notices,
        "sealed": sealing.sealed,
        "own-data": owndata.parts,
    },
)
