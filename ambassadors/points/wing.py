"""What the wing of points registers with the house."""

from __future__ import annotations

from ambassadors.points.earning import earnings
from ambassadors.points.settings import PointSettings
from kernel.features import Wing

wing = Wing(
    "points",
    settings=[PointSettings],
    registers={"earning": earnings},
    events={
        "points.funded": "staff funded a month, or took out what was not given; data: month, amount",
        "points.rule": "staff wrote what a kind of doing pays from a moment on; data: earning (the kind), amount",
        "points.awarded": "somebody was given points; data: earning (the kind), amount, due, settled",
        "points.short": "somebody got less than a rule says, or nothing, for the month's budget is used up; data: due, amount",
        "points.low": "less than a fifth of a month's budget is left",
        "points.reversed": "points were taken back; data: amount, owed (of it spent already)",
    },
)
