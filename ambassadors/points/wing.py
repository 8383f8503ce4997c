"""What the wing of points registers with the house."""

from __future__ import annotations

from ambassadors.points import demo, endings, notices, office, owndata, pages, paying, proofs
from ambassadors.points.earning import earnings
from ambassadors.points.registry import Heard
from ambassadors.points.settings import PointSettings
from community.privacy import erasing
from kernel.features import Proof, Reaction, Wing
from kernel.i18n import mark

wing = Wing(
    "points",
    routes=[*pages.routes, *office.routes],
    jobs=endings.jobs,
    reactions=[Reaction("notices.points", Heard(), paying.react)],
    proofs=[
        Proof("points.entries", proofs.entries),
        Proof("points.purses", proofs.purses),
        Proof("points.funds", proofs.funds),
        Proof("points.lots", proofs.lots),
        Proof("points.outstanding", proofs.outstanding),
    ],
    settings=[PointSettings],
    events={
        "points.funded": "staff funded a month, or took out what was not given; data: month, amount",
        "points.rule": "staff wrote what a kind of doing pays from a moment on; data: earning (the kind), amount",
        "points.awarded": "somebody was given points; data: earning (the kind), amount, due, settled",
        "points.short": "somebody got less than a rule says, or nothing, for the month's budget is used up; data: due, amount",
        "points.low": "less than a fifth of a month's budget is left",
        "points.reversed": "points were taken back; data: amount, owed (of it spent already)",
        "points.ending": "points of somebody end soon; data: amount, until",
        "points.ended": "points of somebody have ended; data: amount",
    },
    acts={
        "points.funded": mark("Changed the budget of points of a month"),
        "points.rule": mark("Changed what something earns in points"),
        "points.thanks": mark("Thanked somebody with points"),
    },
    demo=[demo.budgets],
    registers={
        "earning": earnings,
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [erasing.sql("UPDATE point_thanks SET words = '' WHERE person_id = ?"), endings.erased],
    },
)
