"""How a challenge's calendar is said: in the brand's zone, which is named beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel import dates

from ideas.challenges import phases
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard
from kernel import clock, i18n
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import ngettext


def calendar(challenge: ChallengeCard) -> list[dict[str, Any]]:
    """One line for each phase: its name, when it begins, and where the challenge is."""
    here = -1 if challenge.is_cancelled else phases.ORDER.index(Phase(challenge.phase))
    return [
        {
            "name": phases.label(phase),
            "short": phases.short(phase),
            "from": said(moment),
            "day": short_day(moment),
            "is_done": phases.ORDER.index(phase) < here,
            "is_now": phase == challenge.phase,
        }
        for phase, name in phases.BEGINS.items()
        if (moment := getattr(challenge, name)) and not (phase == Phase.JURY and not challenge.weight_jury)
    ]


def zone_name() -> str:
    """The brand's zone as people call it."""
    name: str = dates.get_timezone_name(
        i18n.timezone(zone()), locale="fr_FR" if i18n.language.get() == "fr" else "en_GB"
    )
    return name


def zone() -> str:
    """The brand's zone, in which phases begin."""
    return str(the_house().settings.zone)


def said(moment: datetime | None) -> str:
    """A day and an hour in the brand's zone, whoever reads it."""
    with i18n.speaking(i18n.language.get(), zone()):
        return i18n.format_datetime(moment)


def rate(royalty: int) -> str:
    """Basis points as a percentage, with as many digits as it has."""
    digits = 0 if royalty % 100 == 0 else 1 if royalty % 10 == 0 else 2
    return i18n.format_percent(royalty / 10_000, digits)


def shares(challenge: ChallengeCard) -> dict[str, str]:
    """What each part of the result counts; nothing for a part that is left out."""
    weights = {"public": challenge.weight_public, "jury": challenge.weight_jury, "demand": challenge.weight_demand}
    return {part: i18n.format_percent(weight / 100) if weight else "" for part, weight in weights.items()}


def day(moment: datetime | None) -> str:
    """The day alone, in the brand's zone."""
    with i18n.speaking(i18n.language.get(), zone()):
        return i18n.format_date(moment)


def short_day(moment: datetime) -> str:
    """The day without its year, for a narrow place."""
    with i18n.speaking(i18n.language.get(), zone()):
        return dates.format_skeleton(
            "MMMd", moment.astimezone(i18n.timezone(zone())), locale="fr_FR" if i18n.language.get() == "fr" else "en_GB"
        )


def state(challenge: ChallengeCard) -> str:
    """The phase and when it ends: « Notes ouvertes, encore 4 jours »."""
    name, end = phases.label(challenge.phase), challenge.ends_at
    if end is None or challenge.phase == Phase.DRAFT:
        return name
    left = end - clock.now()
    if challenge.is_live and 0 < left.total_seconds() < 86_400:
        return _("%(phase)s, the last hours") % {"phase": name}
    if challenge.is_live and 0 < left.days <= 30 and challenge.phase != Phase.ANNOUNCED:
        days = ngettext("%(phase)s, one more day", "%(phase)s, %(days)s more days", left.days)
        return days % {"phase": name, "days": i18n.format_number(left.days)}
    if challenge.phase == Phase.ANNOUNCED:
        return _("Opens on %(day)s") % {"day": day(end)}
    if challenge.phase == Phase.RESULT:
        return _("Result of %(day)s") % {"day": day(challenge.result_at)}
    return name
