"""What is said of measures, steps and brakes."""

from __future__ import annotations

from community.trust.models import MeasureKind, Step
from community.trust.paces import Refusal
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
        "review": ngettext("%(count)s review", "%(count)s reviews", count),
        "message": ngettext("%(count)s message to the team", "%(count)s messages to the team", count),
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
