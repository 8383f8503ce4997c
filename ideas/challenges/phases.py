"""The calendar of a challenge: which phase begins when, and what is next. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ideas.challenges.models import Phase
from kernel.i18n import gettext as _
from kernel.i18n import mark

ORDER = tuple(Phase)
BEGINS: dict[Phase, str] = {
    Phase.SUBMISSIONS: "opens_at",
    Phase.SCORING: "scoring_at",
    Phase.JURY: "jury_at",
    Phase.RESULT: "result_at",
    Phase.PRODUCTION: "production_at",
}
"""The moment of the calendar at which each phase begins; a draft becomes announced by hand."""
LIVE = (Phase.ANNOUNCED, Phase.SUBMISSIONS, Phase.SCORING, Phase.JURY)
"""Phases in which a result is still to come."""
DECIDED = (Phase.RESULT, Phase.PRODUCTION)
NOTICE = timedelta(days=1)
LABELS = {
    Phase.DRAFT: mark("Not announced"),
    Phase.ANNOUNCED: mark("Announced"),
    Phase.SUBMISSIONS: mark("Designs come in"),
    Phase.SCORING: mark("Scores open"),
    Phase.JURY: mark("The jury looks"),
    Phase.RESULT: mark("Result"),
    Phase.PRODUCTION: mark("In production"),
    Phase.CANCELLED: mark("Called off"),
}
SHORT = {
    Phase.ANNOUNCED: mark("Brief"),
    Phase.SUBMISSIONS: mark("Designs"),
    Phase.SCORING: mark("Scores"),
    Phase.JURY: mark("Jury"),
    Phase.RESULT: mark("Result"),
    Phase.PRODUCTION: mark("Production"),
}
Dates = Mapping[str, Any]
"""A challenge as its row says it: `phase` and the moments of its calendar."""


def label(phase: str) -> str:
    return _(LABELS[Phase(phase)])


def short(phase: str) -> str:
    return _(SHORT[Phase(phase)])


def due(told: Dates, now: datetime) -> list[tuple[Phase, datetime]]:
    """Phases that should have begun by now and have not, in their order, each with its moment; none of a draft."""
    if told["phase"] == Phase.DRAFT:
        return []
    return [(phase, moment) for phase, moment in ahead(told) if moment <= now]


def ahead(told: Dates) -> list[tuple[Phase, datetime]]:
    """The phases after the present one that have a moment."""
    after = ORDER.index(Phase(told["phase"])) + 1
    dated = [(phase, told[BEGINS[phase]]) for phase in ORDER[after:] if phase in BEGINS]
    return [(phase, moment) for phase, moment in dated if moment is not None]


def ends_at(told: Dates) -> datetime | None:
    """When the present phase ends."""
    coming = ahead(told)
    moment: datetime | None = coming[0][1] if coming and told["phase"] != Phase.DRAFT else None
    return moment


def open_for(told: Dates, phase: Phase, now: datetime) -> bool:
    """Is the challenge in a phase, by its row and by the clock too: a phase ends at its minute, whoever turns the page."""
    end = ends_at(told)
    return told["phase"] == phase and (end is None or now < end)


def may_change(told: Dates, phase: Phase, now: datetime) -> bool:
    """A moment can be moved until its phase has begun, by the row or, once the challenge is announced, by the clock."""
    moment = told[BEGINS[phase]]
    is_past = told["phase"] != Phase.DRAFT and moment is not None and moment <= now
    return ORDER.index(phase) > ORDER.index(Phase(told["phase"])) and not is_past


def moments(told: Dates, now: datetime) -> list[datetime]:
    """When somebody should look at the challenge again: where phases begin, and a day before designs and marks are due."""
    found = [moment for _phase, moment in ahead(told)]
    found += [told[name] - NOTICE for name in ("scoring_at", "result_at")]
    return sorted(moment for moment in found if moment > now)


def reminder(told: Dates, now: datetime) -> str:
    """What to remind people of at this moment: `designs`, `marks`, or nothing."""
    for phase, what in ((Phase.SUBMISSIONS, "designs"), (Phase.JURY, "marks")):
        end = ends_at(told)
        if end and told["phase"] == phase and end - NOTICE <= now < end:
            return what
    return ""
