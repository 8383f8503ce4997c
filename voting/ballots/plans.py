"""What a ballot is to be, as its maker asks for it, and every reason why it cannot be so. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel import i18n, text
from kernel.i18n import gettext as _
from voting.ballots.marks import KINDS

OPENING, CASTING = "opening", "casting"
PRESENT = "present"
"""The audience of a ballot among those who came to a meeting."""
MOST_OPTIONS = 100
MOST_POINTS = 1_000
MOST_MONEY = {"knapsack": 1_000_000_000, "equal-shares": 1_000_000}
"""Whole units of the currency; Equal Shares raises the shares unit by unit."""
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=366)
ALONE = ("approvals", "projects")
"""Kinds of ballots that make sense with one option."""


@dataclass(frozen=True)
class Choice:
    """An option; `kind` and `subject` name what it stands for, if it is not free text."""

    title: str
    body: str = ""
    cost: int = 0
    kind: str = ""
    subject: int = 0


@dataclass(frozen=True)
class Plan:
    """All settings of a ballot. Money is in whole units of the currency; 0 is no limit for `least`, `most` and `quorum`.

    `audience` is `members`, `customers`, `segment:<slug>`, `club:<id>`, or `present` for those who came to the meeting.
    """

    title: str
    method: str
    opens_at: datetime
    closes_at: datetime
    options: tuple[Choice, ...]
    audience: str = "members"
    club_id: int | None = None
    meeting_id: int | None = None
    body: str = ""
    frozen: str = OPENING
    is_secret: bool = True
    shows_counts: bool = False
    takes_proxies: bool = False
    seats: int = 1
    least: int = 0
    most: int = 0
    points: int = 0
    budget: int = 0
    currency: str = ""
    quorum: int = 0


def faults(plan: Plan) -> dict[str, str]:
    """What is wrong, a sentence by field; an option's is under `options`."""
    if plan.method not in KINDS:
        return {"method": _("Choose one of the list.")}
    found = {**_words(plan), **_times(plan), **_options(plan), **_numbers(plan), **_people(plan)}
    return {name: line for name, line in found.items() if line}


def minute(moment: datetime) -> datetime:
    """Ballots open and close at full minutes."""
    return moment.replace(second=0, microsecond=0)


def _words(plan: Plan) -> dict[str, str]:
    return {"title": "" if 3 <= len(plan.title) <= 200 else _("Write a question of 3 to 200 characters.")}


def _times(plan: Plan) -> dict[str, str]:
    lasts = minute(plan.closes_at) - minute(plan.opens_at)
    if lasts < SHORTEST:
        return {"closes_at": _("It closes after it has opened.")}
    return {"closes_at": _("A ballot lasts a year at most.") if lasts > LONGEST else ""}


def _options(plan: Plan) -> dict[str, str]:
    many, names = len(plan.options), [text.fold(choice.title) for choice in plan.options]
    fewest = 1 if KINDS[plan.method] in ALONE else 2
    if many < fewest:
        return {"options": _("Write two options at least.") if fewest > 1 else _("Write an option.")}
    if many > MOST_OPTIONS:
        return {"options": _("A hundred options at most.")}
    if any(not name or len(choice.title) > 200 for name, choice in zip(names, plan.options, strict=True)):
        return {"options": _("Each option needs a name of 1 to 200 characters.")}
    return {"options": _("Two options have the same name.") if len(set(names)) < many else ""}


def _numbers(plan: Plan) -> dict[str, str]:
    many, found = len(plan.options), dict[str, str]()
    if not 1 <= plan.seats <= max(many, 1):
        found["seats"] = _("As many can win as there are options, and one at least.")
    elif plan.seats > 1 and plan.method in ("instant-runoff", *MOST_MONEY):
        found["seats"] = _("This way of counting fills one place; STV fills several.")
    if not 0 <= plan.least <= many:
        found["least"] = _("It must be a number of options.")
    if plan.most and not max(plan.least, 1) <= plan.most <= many:
        found["most"] = _("At most is not less than at least, and not more than there are options.")
    if KINDS[plan.method] in ("dots", "credits") and not 1 <= plan.points <= MOST_POINTS:
        found["points"] = _("Between 1 and 1,000 to give away.")
    if not 0 <= plan.quorum <= 10_000_000:
        found["quorum"] = _("It must be a number of ballots.")
    return {**found, **_money(plan)}


def _money(plan: Plan) -> dict[str, str]:
    most = MOST_MONEY.get(plan.method)
    if most is None:
        return {}
    if not 1 <= plan.budget <= most:
        return {"budget": _("A budget in whole units, %(most)s at most.") % {"most": i18n.format_number(most)}}
    if any(not 1 <= choice.cost <= plan.budget for choice in plan.options):
        return {"options": _("Each option needs a cost that the budget could pay.")}
    return {}


def _people(plan: Plan) -> dict[str, str]:
    found = dict[str, str]()
    if plan.frozen not in (OPENING, CASTING):
        found["frozen"] = _("Choose one of the list.")
    if plan.audience == PRESENT and plan.meeting_id is None:
        found["audience"] = _("Choose the meeting whose people vote.")
    elif not plan.audience or len(plan.audience) > 60:
        found["audience"] = _("Choose one of the list.")
    if plan.takes_proxies and (plan.club_id is None or KINDS[plan.method] == "picks"):
        found["takes_proxies"] = _("Proxies are for ballots of a club, and not for pairs.")
    return found
