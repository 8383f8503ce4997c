"""What a result's drawing shows: figures with their lengths, ready for a template. No arithmetic is left to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kernel.i18n import gettext as _
from voting.ballots import drawings, wording
from voting.ballots.counted import Count, Matter
from voting.ballots.drawings import NOBODY, Flow, Span
from voting.ballots.rounds import figure

LONGEST = 18
"""So many signs of a name fit beside a drawing."""
MOST_DUELS = 12


@dataclass(frozen=True)
class Label:
    """An option in a drawing: its letter, its colour, its name and what of it fits."""

    letter: str
    colour: int
    name: str
    short: str


@dataclass(frozen=True)
class Flowing:
    """The same flow drawn wide and tall, and who is who."""

    wide: Flow
    tall: Flow
    labels: Mapping[str, Label]
    shown: tuple[str, ...]
    skipped: int


@dataclass(frozen=True)
class Bar:
    """A figure as a length out of 200."""

    name: str
    text: str
    width: float
    is_winner: bool = False


@dataclass(frozen=True)
class Duel:
    """Two options against one another: the lengths of both sides out of 200, what is between counts both alike."""

    one: str
    other: str
    mine: str
    theirs: str
    left: float
    right: float
    right_from: float


@dataclass(frozen=True)
class Duels:
    """Bars first where there are any, then duels, then every option against every other."""

    bars: tuple[Bar, ...]
    duels: tuple[Duel, ...]
    names: tuple[str, ...] = ()
    matrix: tuple[tuple[tuple[str, bool], ...], ...] = ()


@dataclass(frozen=True)
class Strength:
    """An estimate with its interval and the same in words."""

    name: str
    text: str
    span: Span
    is_winner: bool


@dataclass(frozen=True)
class Bought:
    """A part of the money: where it begins and how long it is, out of 200."""

    name: str
    text: str
    start: float
    width: float
    colour: int


@dataclass(frozen=True)
class Till:
    """The money and what it went to."""

    parts: tuple[Bought, ...]
    left: str
    spent: str
    whole: str


def picture(count: Count, matter: Matter) -> tuple[str, Any]:
    """The kind of drawing that a count has, and what is in it."""
    if not count.rounds or not matter.cast:
        return "", None
    if count.method in ("instant-runoff", "stv") and len(count.rounds) > 1:
        return "flow", _flow(count, matter)
    if count.method in ("knapsack", "equal-shares"):
        return "till", _till(count, matter)
    if count.method == "pairwise":
        return "spans", _spans(count, matter)
    if count.method == "schulze":
        return "duels", Duels((), _schulze_duels(count, matter), *_matrix(count, matter))
    if count.method == "star":
        return "duels", Duels(_bars(count, count.rounds[0].totals, matter), _finals(count, matter))
    return "bars", _bars(count, count.last, matter)


def _flow(count: Count, matter: Matter) -> Flowing:
    rounds = [{key: _brief(value) for key, value in one.whole.items()} for one in count.rounds]
    shown = drawings.shown_rounds(rounds)
    there = {key for _number, totals in shown for key, value in totals.items() if value}
    colours, letters = drawings.colours(count.order), drawings.letters(count.order)
    names = {**matter.names, NOBODY: _("Nobody")}
    labels = {key: Label(letters[key], colours[key], names[key], _short(names[key])) for key in (*count.order, NOBODY)}
    return Flowing(
        drawings.wide_flow(rounds, count.order),
        drawings.tall_flow(rounds, count.order),
        labels,
        tuple(key for key in (*count.order, NOBODY) if key in there),
        len(rounds) - len(shown),
    )


def _brief(value: drawings.Number) -> drawings.Number:
    return round(value, 1) if isinstance(value, float) else value


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def _bars(count: Count, totals: Mapping[str, drawings.Number], matter: Matter) -> tuple[Bar, ...]:
    keys = sorted(totals, key=lambda key: (-totals[key], count.order.index(key)))
    whole = matter.cast if count.method == "approval" else 0
    lengths = drawings.widths([totals[key] for key in keys], whole)
    return tuple(
        Bar(matter.names[key], figure(totals[key]), length, key in count.winners)
        for key, length in zip(keys, lengths, strict=True)
    )


def _finals(count: Count, matter: Matter) -> tuple[Duel, ...]:
    finals = [one for one in count.rounds if one.kind == "run-off"]
    return tuple(
        _duel(one.elected[0], one.excluded[0], one.totals[one.elected[0]], one.totals[one.excluded[0]], matter)
        for one in finals
    )


def _duel(one: str, other: str, mine: drawings.Number, theirs: drawings.Number, matter: Matter) -> Duel:
    left, right = drawings.widths([mine, theirs], matter.cast)
    return Duel(
        matter.names[one], matter.names[other], figure(mine), figure(theirs), left, right, round(200 - right, 1)
    )


def _schulze_duels(count: Count, matter: Matter) -> tuple[Duel, ...]:
    """The winner against each other option, the closest first."""
    at = {key: place for place, key in enumerate(matter.keys)}
    preferred, winner = count.details["preferred"], count.winners[0]
    found = [
        (key, int(preferred[at[winner]][at[key]]), int(preferred[at[key]][at[winner]]))
        for key in count.order
        if key != winner
    ]
    found.sort(key=lambda duel: duel[1] - duel[2])
    return tuple(_duel(winner, key, mine, theirs, matter) for key, mine, theirs in found[:MOST_DUELS])


def _matrix(count: Count, matter: Matter) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, bool], ...], ...]]:
    """How many ballots rank the option of the row before that of the column, and whether that is the greater part."""
    at = {key: place for place, key in enumerate(matter.keys)}
    preferred = count.details["preferred"]
    rows = tuple(
        tuple(
            ("–", False)
            if one == other
            else (
                figure(preferred[at[one]][at[other]]),
                preferred[at[one]][at[other]] > preferred[at[other]][at[one]],
            )
            for other in count.order
        )
        for one in count.order
    )
    return tuple(matter.names[key] for key in count.order), rows


def _spans(count: Count, matter: Matter) -> tuple[tuple[Strength, ...], float]:
    at = {key: place for place, key in enumerate(matter.keys)}
    low, high = count.details["low"], count.details["high"]
    keys = count.order
    found, zero = drawings.spans(
        [low[at[key]] for key in keys], [float(count.last[key]) for key in keys], [high[at[key]] for key in keys]
    )
    shown = [
        Strength(matter.names[key], figure(float(count.last[key])), span, key in count.winners)
        for key, span in zip(keys, found, strict=True)
    ]
    return tuple(shown), zero


def _till(count: Count, matter: Matter) -> Till:
    lengths = drawings.widths([matter.costs.get(key, 0) for key in count.winners], matter.budget)
    colours, parts, at = drawings.colours(count.winners), [], 0.0
    for key, length in zip(count.winners, lengths, strict=True):
        text = wording.money(matter.costs.get(key, 0), matter.currency)
        parts.append(Bought(matter.names[key], text, round(at, 1), length, colours[key]))
        at += length
    spent = int(count.details.get("spent", 0))
    return Till(
        tuple(parts),
        wording.money(matter.budget - spent, matter.currency),
        wording.money(spent, matter.currency),
        wording.money(matter.budget, matter.currency),
    )
