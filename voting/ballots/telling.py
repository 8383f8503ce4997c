"""A result that explains itself: its headline, its drawing, the table behind it, and another method beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kernel.i18n import format_number, format_percent, ngettext
from kernel.i18n import gettext as _
from voting.ballots import pictured, rounds, wording
from voting.ballots.counted import Count, Matter
from voting.ballots.rounds import Told, figure, named, quoted
from voting.ballots.tables import Table, table

BUDGETS = ("knapsack", "equal-shares")
TRANSFERS = ("instant-runoff", "stv")


@dataclass(frozen=True)
class Beside:
    """What another method makes of the same ballots."""

    method: str
    is_same: bool
    sentence: str
    small: str


@dataclass(frozen=True)
class Story:
    """All that a result's page says of the count."""

    share: str
    headline: str
    lede: str
    intro: str
    drawing: str
    picture: Any
    rounds: list[Told] = field(default_factory=list)
    table: Table | None = None
    methods: list[Beside] = field(default_factory=list)


def story(count: Count, matter: Matter, beside: Count) -> Story:
    """A count as its page tells it."""
    drawing, picture = pictured.picture(count, matter)
    return Story(
        _share(count, matter),
        _headline(count, matter),
        _turnout(matter),
        _intro(count, matter),
        drawing,
        picture,
        rounds.told(count, matter),
        table(count, matter),
        [_own(count, matter), _other(beside, count, matter)],
    )


def _share(count: Count, matter: Matter) -> str:
    """One figure that says most: the winner's part."""
    if not count.winners or not count.rounds or not matter.cast:
        return ""
    if count.method in BUDGETS:
        return format_percent(count.details.get("spent", 0) / matter.budget) if matter.budget else ""
    last = count.last
    winner = count.winners[0]
    if count.method == "instant-runoff" or (count.method == "star" and count.rounds[-1].kind == "run-off"):
        whole = sum(last.values()) if len(last) > 1 else matter.cast
        return format_percent(last.get(winner, 0) / whole) if whole else ""
    if count.method == "approval":
        return format_percent(last.get(winner, 0) / matter.cast)
    return ""


def _headline(count: Count, matter: Matter) -> str:
    if not matter.cast:
        return _("Nobody voted, and so nothing is decided")
    if not count.winners:
        return _("Nothing could be bought") if count.method in BUDGETS else _("Nothing is decided")
    if count.method in BUDGETS:
        many = len(count.winners)
        return ngettext("%(count)s work is paid for", "%(count)s works are paid for", many) % {
            "count": format_number(many)
        }
    names = named(count.winners, matter)
    if len(count.winners) > 1:
        return _("%(names)s have a place") % {"names": names}
    if count.method == "instant-runoff" and len(count.rounds) > 1:
        return _("%(name)s wins in round %(number)s") % {"name": names, "number": format_number(len(count.rounds))}
    return _("%(name)s wins") % {"name": names}


def _turnout(matter: Matter) -> str:
    """Who voted, and whether that was enough."""
    said = ngettext("%(cast)s of %(electors)s voted.", "%(cast)s of %(electors)s voted.", matter.cast) % {
        "cast": format_number(matter.cast),
        "electors": format_number(matter.electors),
    }
    if not matter.quorum:
        return said
    needed = {"quorum": format_number(matter.quorum)}
    if matter.is_quorate:
        reached = _("The quorum was %(quorum)s.") % needed
    else:
        reached = _("The quorum of %(quorum)s was not reached: this is what was said, and binds nobody.") % needed
    return f"{said} {reached}"


def _intro(count: Count, matter: Matter) -> str:
    if count.method in TRANSFERS and count.rounds:
        first = max(count.rounds[0].totals, key=lambda key: count.rounds[0].totals[key], default="")
        if first and count.winners and first != count.winners[0]:
            return _("%(name)s was ahead at first.") % {"name": quoted(matter.names[first])}
        return ""
    if count.method == "schulze":
        champion = count.details.get("beats_all")
        if champion is None:
            return _("No option beats each other one: the duels run in a circle, and the weakest links gave way.")
        return _("%(name)s beats each other option in a duel.") % {"name": quoted(matter.names[count.winners[0]])}
    if count.method == "pairwise":
        if not count.details.get("is_firm", True):
            return _(
                "Too few picks connect the options: each was given half a win and half a loss more. The order is a first guess."
            )
        return _(
            "The bar shows where the strength lies in 95 cases of 100; where two bars overlap, the order is not sure."
        )
    if count.method == "equal-shares":
        return _("The share of each voter was %(share)s at the end.") % {
            "share": wording.money(count.details.get("share", 0), matter.currency, 2)
        }
    return ""


def _own(count: Count, matter: Matter) -> Beside:
    return Beside(wording.method(count.method), True, _gist(count, matter), _("The one of this ballot"))


def _other(other: Count, count: Count, matter: Matter) -> Beside:
    is_same = set(other.winners) == set(count.winners)
    small = _("The same outcome") if is_same else _difference(other, count, matter)
    if other.method == "shared-approval":
        shared = _("A ballot that ticks three gives a third of a vote to each.")
        small = f"{small}. {shared}"
    return Beside(wording.method(other.method), is_same, _gist(other, matter), small)


def _difference(other: Count, count: Count, matter: Matter) -> str:
    """Which options another method would have let in and left out."""
    came = [key for key in other.winners if key not in count.winners]
    left = [key for key in count.winners if key not in other.winners]
    if came and left:
        return _("%(came)s instead of %(left)s") % {"came": named(came, matter), "left": named(left, matter)}
    if came:
        return _("%(came)s as well") % {"came": named(came, matter)}
    return _("without %(left)s") % {"left": named(left, matter)}


def _gist(count: Count, matter: Matter) -> str:
    """A count in one line: who won with how much against whom."""
    if not count.winners:
        return _("No winner")
    if count.method in BUDGETS:
        spent = wording.money(count.details.get("spent", 0), matter.currency)
        return _("%(names)s for %(spent)s") % {"names": named(count.winners, matter), "spent": spent}
    if len(count.winners) > 1:
        return named(count.winners, matter)
    writer: Mapping[str, Callable[[Count, Matter], str]] = {"schulze": _duels, "pairwise": _alone, "wins": _part}
    return writer.get(count.method, _against)(count, matter)


def _alone(count: Count, matter: Matter) -> str:
    return quoted(matter.names[count.winners[0]])


def _against(count: Count, matter: Matter) -> str:
    last = count.last
    others = [last[key] for key in last if key != count.winners[0]]
    name, mine = quoted(matter.names[count.winners[0]]), last.get(count.winners[0], 0)
    if not others:
        return _("%(name)s with %(mine)s") % {"name": name, "mine": figure(mine)}
    return _("%(name)s, %(mine)s to %(other)s") % {"name": name, "mine": figure(mine), "other": figure(max(others))}


def _duels(count: Count, matter: Matter) -> str:
    won, many = int(count.last.get(count.winners[0], 0)), len(matter.names) - 1
    if won == many:
        return _("%(name)s stands before each other") % {"name": _alone(count, matter)}
    return _("%(name)s stands before %(won)s of %(many)s others") % {
        "name": _alone(count, matter),
        "won": format_number(won),
        "many": format_number(many),
    }


def _part(count: Count, matter: Matter) -> str:
    share = format_percent(float(count.last.get(count.winners[0], 0)))
    return _("%(name)s won %(share)s of its pairs") % {"name": _alone(count, matter), "share": share}
