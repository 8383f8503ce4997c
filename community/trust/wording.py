"""What is said of measures, steps and brakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from community.trust.ladder import Ladder, Need
from community.trust.models import Listed, MeasureKind, Step, Treatment
from community.trust.paces import Refusal
from community.trust.registry import Contribution, Reason
from community.trust.wordlist import Care
from kernel import i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

STEPS = {
    Step.NEWCOMER: mark("First steps"),
    Step.SETTLED: mark("Settled in"),
    Step.REGULAR: mark("Part of the house"),
    Step.PILLAR: mark("Pillar of the house"),
}
MEASURES = {
    MeasureKind.WARN: mark("Warning"),
    MeasureKind.BRAKE: mark("Slower posting"),
    MeasureKind.SUSPEND: mark("Suspension"),
}


def amount(kind: str, count: int) -> str:
    """So many ideas, comments or whatever is counted."""
    said = {
        "idea": ngettext("%(count)s idea", "%(count)s ideas", count),
        "comment": ngettext("%(count)s message", "%(count)s messages", count),
        "topic": ngettext("%(count)s topic", "%(count)s topics", count),
        "design": ngettext("%(count)s published design", "%(count)s published designs", count),
        "remix": ngettext("%(count)s remix", "%(count)s remixes", count),
        "club": ngettext("%(count)s new club", "%(count)s new clubs", count),
        "meeting": ngettext("%(count)s meeting", "%(count)s meetings", count),
        "question": ngettext("%(count)s question", "%(count)s questions", count),
        "report": ngettext("%(count)s report", "%(count)s reports", count),
        "upload": ngettext("%(count)s picture", "%(count)s pictures", count),
        "link": ngettext("%(count)s link to elsewhere", "%(count)s links to elsewhere", count),
    }
    return said[kind] % {"count": i18n.format_number(count)}


def too_many(refused: Refusal) -> str:
    """That it was too much for now, and when one may go on."""
    words = {"amount": amount(refused.kind, refused.most), "when": i18n.format_datetime(refused.free_at)}
    if refused.a_day:
        return _("At present you can send %(amount)s in a day. There is room again on %(when)s.") % words
    return _("At present you can send %(amount)s in an hour. There is room again on %(when)s.") % words


KINDS = {
    "idea": mark("Ideas"),
    "comment": mark("Messages"),
    "topic": mark("Topics in clubs"),
    "design": mark("Designs published"),
    "remix": mark("Remixes begun"),
    "club": mark("Clubs founded"),
    "meeting": mark("Meetings called"),
    "question": mark("Questions"),
    "report": mark("Reports"),
    "upload": mark("Pictures sent"),
    "link": mark("Links to elsewhere"),
}


def label(kind: str) -> str:
    """What is counted, as the head of a line."""
    return _(KINDS[kind])


@dataclass(frozen=True)
class Said:
    """A line of a list: what it is, and whether that is enough; `share` is how much of it there is, of a hundred."""

    text: str
    is_met: bool = True
    share: int = 100
    note: str = ""


def need(one: Need) -> Said:
    """One thing that the next step needs."""
    have, wanted = i18n.format_number(min(one.have, one.wanted)), i18n.format_number(one.wanted)
    words = {"have": have, "wanted": wanted}
    said = {
        "confirmed": _("Your address is confirmed") if one.is_met else _("Confirm your address by the letter we sent"),
        "days": _("%(have)s of %(wanted)s days with an account") % words,
        "contributions": _("%(have)s of %(wanted)s contributions that stand in sight") % words,
        "clean": _("%(have)s of %(wanted)s days since the last ruling against you that stands") % words,
        "measures": _("No measure in force against you") if one.is_met else _("The measures against you are over"),
    }
    share = 100 if one.is_met else max(0, min(99, 100 * one.have // max(1, one.wanted)))
    return Said(said[one.kind], one.is_met, share)


def given(entry: Contribution, counted: Mapping[str, int]) -> Said:
    """How much of a kind somebody gave that stands."""
    return Said(_(entry.label), note=i18n.format_number(counted.get(entry.name, 0)))


def steps(rungs: Ladder) -> list[tuple[Step, str, str]]:
    """Each step with its name and what it asks for, in one line."""
    found = [(Step.NEWCOMER, _(STEPS[Step.NEWCOMER]), _("Everybody begins here."))]
    for step, rung in rungs.items():
        words = [
            ngettext("%(count)s day", "%(count)s days", rung.days) % {"count": i18n.format_number(rung.days)},
            ngettext("%(count)s contribution", "%(count)s contributions", rung.contributions)
            % {"count": i18n.format_number(rung.contributions)},
            ngettext("%(count)s day without a ruling", "%(count)s days without a ruling", rung.clean)
            % {"count": i18n.format_number(rung.clean)},
        ]
        found.append((step, _(STEPS[step]), ", ".join(words)))
    return found


def reason(one: Reason) -> str:
    """Why something waits to be read, for whoever reads it: a message id, with what it is about behind a colon."""
    return f"{WHY[one.kind]}: {one.what}" if one.what else WHY[one.kind]


WHY = {
    "word": mark("On the list"),
    "links": mark("A newcomer’s links"),
    "newcomers": mark("Written by a newcomer"),
    "everybody": mark("Everything of this kind is read first"),
    "board": mark("This board reads everything first"),
    "classifier": mark("Marked by a classifier"),
    "away": mark("A classifier did not answer"),
}

HOWS = {
    Listed.WORDS: mark("Words, in any form"),
    Listed.EXACT: mark("Letter by letter"),
    Listed.HOST: mark("A host of links"),
}
TREATMENTS = {
    Treatment.MARK: mark("Mark it for the team"),
    Treatment.HOLD: mark("Hold it until it is read"),
    Treatment.REFUSE: mark("Refuse it"),
}
CARES = {
    Care.NOBODY: mark("Nothing"),
    Care.LINKS: mark("Newcomers’ texts with links"),
    Care.NEWCOMERS: mark("Everything of newcomers"),
    Care.EVERYBODY: mark("Everything"),
}
