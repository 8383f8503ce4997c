"""What happened in each round of a count, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.i18n import format_list, format_number, ngettext
from kernel.i18n import gettext as _
from voting.ballots import wording
from voting.ballots.counted import Count, Matter, Round
from voting.ballots.drawings import NOBODY, Number, moves

SEEN = 0.01
"""Fewer votes than this are rests of a division, not worth a word."""


@dataclass(frozen=True)
class Told:
    """A round in words."""

    number: int
    title: str
    lines: tuple[str, ...]


def told(count: Count, matter: Matter) -> list[Told]:
    """Every round in words; a count of one round is said by its headline and its table."""
    writer = {"first": _first, "surplus": _surplus, "exclusion": _exclusion, "scoring": _scoring, "run-off": _runoff}
    found = []
    for number, one in enumerate(count.rounds, start=1):
        before = count.rounds[number - 2] if number > 1 else None
        lines = writer[one.kind](one, before, count, matter) if one.kind in writer else _spent(one, matter)
        tie = wording.parted(one.parted_by)
        if not lines and not tie:
            continue
        title = (_("Step %(number)s") if "cost" in one.about else _("Round %(number)s")) % {
            "number": format_number(number)
        }
        found.append(Told(number, title, tuple(line for line in (*lines, tie) if line)))
    return found


def quoted(name: str) -> str:
    """A name as each language quotes it."""
    return _("“%(name)s”") % {"name": name}


def named(keys: tuple[str, ...] | list[str], matter: Matter) -> str:
    """Options by name, in a list."""
    return format_list([quoted(matter.names[key]) for key in keys])


def votes(number: Number) -> str:
    """« 12 voix », « 7,5 voix »."""
    shown = figure(number)
    return ngettext("%(shown)s vote", "%(shown)s votes", 1 if number == 1 else 2) % {"shown": shown}


def figure(number: Number) -> str:
    return format_number(round(number, 2) if isinstance(number, float) else number)


def majority(one: Round) -> int:
    """How many votes are more than half of those that still count."""
    return int(sum(one.totals.values())) // 2 + 1


def _first(one: Round, _before: Round | None, count: Count, matter: Matter) -> list[str]:
    lines = [_("First choices: %(totals)s.") % {"totals": _totals(one.totals, matter)}]
    if count.method == "stv":
        quota = int(count.details.get("quota", 0))
        lines.append(
            _("The quota is %(quota)s: one more than %(valid)s ballots divided by %(parts)s.")
            % {
                "quota": format_number(quota),
                "valid": format_number(int(count.details.get("valid", 0))),
                "parts": format_number(matter.seats + 1),
            }
        )
    return [*lines, _outcome(one, count, matter)]


def _surplus(one: Round, before: Round | None, count: Count, matter: Matter) -> list[str]:
    option = str(one.about.get("option", ""))
    line = _("%(name)s has %(votes)s more than the quota, which go on: %(moves)s.") % {
        "name": quoted(matter.names.get(option, option)),
        "votes": votes(one.about.get("surplus", 0)),
        "moves": _moved(before, one, option, matter),
    }
    return [line, _outcome(one, count, matter)]


def _exclusion(one: Round, before: Round | None, count: Count, matter: Matter) -> list[str]:
    lines = []
    for option in one.excluded:
        had = before.totals.get(option, 0) if before else 0
        gone = _moved(before, one, option, matter)
        told = _("%(name)s has the fewest, %(votes)s, and leaves.") % {
            "name": quoted(matter.names[option]),
            "votes": votes(had),
        }
        onward = _("Its votes go on: %(moves)s.") % {"moves": gone}
        lines.append(f"{told} {onward}" if gone else told)
    return [*lines, _outcome(one, count, matter)]


def _moved(before: Round | None, one: Round, option: str, matter: Matter) -> str:
    """Where the votes of an option went."""
    if before is None:
        return ""
    found = [
        (to, number)
        for out, to, number in moves(before.whole, one.whole)
        if out == option and to != option and number >= 0.01
    ]
    found.sort(key=lambda move: (move[0] == NOBODY, -move[1]))
    return format_list(
        [
            _("%(votes)s to %(name)s") % {"votes": figure(number), "name": quoted(matter.names[to])}
            if to != NOBODY
            else _("%(votes)s to nobody, without a further choice") % {"votes": figure(number)}
            for to, number in found
        ]
    )


def _outcome(one: Round, count: Count, matter: Matter) -> str:
    """Who is elected in a round, or what is missing for it."""
    if one.elected and count.method == "instant-runoff":
        return _("%(name)s has %(votes)s; %(needed)s were needed.") % {
            "name": quoted(matter.names[one.elected[0]]),
            "votes": votes(one.totals[one.elected[0]]),
            "needed": format_number(majority(one)),
        }
    if one.elected:
        return ngettext("%(names)s has a place.", "%(names)s have a place.", len(one.elected)) % {
            "names": named(one.elected, matter)
        }
    if count.method == "instant-runoff":
        return _("Nobody has more than half: %(needed)s are needed.") % {"needed": format_number(majority(one))}
    return _("Nobody else reaches the quota.")


def _totals(totals: Mapping[str, Number], matter: Matter) -> str:
    ordered = sorted(totals, key=lambda key: -totals[key])
    return format_list([f"{quoted(matter.names[key])} {figure(totals[key])}" for key in ordered])


def _scoring(one: Round, _before: Round | None, _count: Count, matter: Matter) -> list[str]:
    if len(one.elected) < 2:
        return [_("%(name)s is the only one left.") % {"name": named(one.elected, matter)}]
    return [
        _("The highest sums are those of %(names)s: %(totals)s.")
        % {
            "names": named(one.elected, matter),
            "totals": _("%(first)s and %(second)s")
            % {"first": figure(one.totals[one.elected[0]]), "second": figure(one.totals[one.elected[1]])},
        }
    ]


def _runoff(one: Round, _before: Round | None, _count: Count, matter: Matter) -> list[str]:
    winner, loser = one.elected[0], one.excluded[0]
    equal = int(one.about.get("equal", 0))
    lines = [
        _("%(winner)s is scored higher on %(more)s ballots, %(loser)s on %(less)s.")
        % {
            "winner": quoted(matter.names[winner]),
            "more": figure(one.totals[winner]),
            "loser": quoted(matter.names[loser]),
            "less": figure(one.totals[loser]),
        }
    ]
    if equal:
        lines.append(
            ngettext(
                "%(count)s ballot scores both alike.",
                "%(count)s ballots score both alike.",
                equal,
            )
            % {"count": format_number(equal)}
        )
    return lines


def _spent(one: Round, matter: Matter) -> list[str]:
    """One step of a budget."""
    if "cost" not in one.about:
        return []
    about = {name: wording.money(value, matter.currency) for name, value in one.about.items() if name != "short"}
    if one.excluded:
        key = one.excluded[0]
        if not one.totals.get(key):
            return [_("%(name)s: nobody ticked it.") % {"name": quoted(matter.names[key])}]
        return [
            _("%(name)s, %(votes)s, costs %(cost)s; %(left)s are left: passed over.")
            % {"name": quoted(matter.names[key]), "votes": votes(one.totals[key]), **about}
        ]
    key = one.elected[0]
    line = _("%(name)s, %(votes)s, is bought for %(cost)s.") % {
        "name": quoted(matter.names[key]),
        "votes": votes(one.totals.get(key, 0)),
        **about,
    }
    if "price" not in about:
        return [line, _("%(left)s are left.") % about]
    return [line, *_paid(one, matter)]


def _paid(one: Round, matter: Matter) -> list[str]:
    """What each supporter paid for a work in equal shares."""
    price = {"price": wording.money(one.about["price"], matter.currency, 2)}
    short = int(one.about.get("short", 0))
    if not short:
        return [_("Each who ticked it pays %(price)s.") % price]
    return [
        ngettext(
            "Each who ticked it pays %(price)s; %(count)s who has less left gives all of it.",
            "Each who ticked it pays %(price)s; %(count)s who have less left give all of it.",
            short,
        )
        % {**price, "count": format_number(short)}
    ]
