"""What a result says of those who took part and were in doubt."""

from __future__ import annotations

from collections.abc import Mapping

from kernel import i18n
from kernel.i18n import gettext as _
from voting.ballots.poll_queries import PollCard
from voting.ballots.results import Result
from voting.ballots.taking_part import NONE, SOME


def lines(ballot: PollCard, result: Result, titles: Mapping[int, str]) -> list[str]:
    """Nothing where nothing may be told; else how many, and what that means for the outcome."""
    if not result.in_doubt:
        return []
    if result.in_doubt == NONE:
        return [_("By the signals that votes are looked at with, nobody who took part was in doubt.")]
    if ballot.is_secret:
        meant = _("The ballot is secret: what they said is not known, and every ballot counts alike.")
    else:
        meant = " ".join(filter(None, [_without(result, titles), _("Every ballot counts alike.")]))
    return [_many(result), meant]


def _many(result: Result) -> str:
    cast = {"cast": i18n.format_number(result.cast)}
    if result.in_doubt == SOME:
        return _("%(cast)s took part, of whom one or two were in doubt by the signals.") % cast
    many = {"doubtful": i18n.format_number(int(result.in_doubt))}
    return _("%(cast)s took part, of whom %(doubtful)s were in doubt by the signals.") % (cast | many)


def _without(result: Result, titles: Mapping[int, str]) -> str:
    if not result.valid:
        return ""
    if set(result.valid) == set(result.plain.winners):
        return _("Counted without them the outcome would be the same.")
    names = {"names": i18n.format_list([titles[option] for option in result.valid])}
    return _("Counted without them it would have been %(names)s.") % names
