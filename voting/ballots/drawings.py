"""Where the lines of a result's drawings run. Pure: numbers in, numbers out, in the unit of a viewBox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Number = int | float
Totals = Mapping[str, Number]
NOBODY = ""
"""Whose the votes are that count for no option any more."""
COLOURS = 5
MOST_COLUMNS = 6
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Node:
    """What an option holds in one round: a box, and where its label stands."""

    key: str
    value: Number
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Ribbon:
    """Votes on their way from one round to the next; `key` is whose they were."""

    key: str
    path: str


@dataclass(frozen=True)
class Flow:
    """A drawing of votes that move from round to round."""

    width: float
    height: float
    columns: tuple[tuple[int, float], ...]
    nodes: tuple[tuple[Node, ...], ...]
    ribbons: tuple[Ribbon, ...]


def moves(before: Totals, after: Totals) -> list[tuple[str, str, float]]:
    """Votes that left an option and where they went: (from, to, how many); what stays goes from an option to itself.

    With one loser this is exact; of several each gives to all who gain, in proportion.
    """
    found = [(key, key, float(min(before[key], after[key]))) for key in before if key in after]
    lost = {key: float(before[key] - after.get(key, 0)) for key in before if before[key] > after.get(key, 0)}
    gained = {key: float(after[key] - before.get(key, 0)) for key in after if after[key] > before.get(key, 0)}
    whole = sum(gained.values())
    if whole:
        found += [(one, to, out * share / whole) for one, out in lost.items() for to, share in gained.items()]
    return [move for move in found if move[2] > 0]


def shown_rounds(rounds: Sequence[Totals]) -> list[tuple[int, Totals]]:
    """The rounds that a drawing has room for, with their numbers: the last ones."""
    numbered = list(enumerate(rounds, start=1))
    return numbered[-MOST_COLUMNS:]


def wide_flow(rounds: Sequence[Totals], order: Sequence[str]) -> Flow:
    """Rounds from left to right, for a wide screen."""
    shown = shown_rounds(rounds)
    step = 630 / max(len(shown) - 1, 1)
    places = [_stacked(totals, order, start=44.0, room=330.0, gap=16.0) for _number, totals in shown]
    xs = [150.0 + step * place for place in range(len(shown))]
    nodes = tuple(
        tuple(Node(key, value, xs[at], start, 18.0, length) for key, value, start, length in column)
        for at, column in enumerate(places)
    )
    bottom = max((node.y + node.height for column in nodes for node in column), default=100.0)
    ribbons = tuple(
        Ribbon(one, _across(xs[at] + 18, xs[at + 1], start, end, thick))
        for at in range(len(shown) - 1)
        for one, start, end, thick in _between(shown[at][1], shown[at + 1][1], places[at], places[at + 1])
    )
    columns = tuple((number, x) for (number, _totals), x in zip(shown, xs, strict=True))
    return Flow(970.0, round(bottom + 12, 1), columns, nodes, ribbons)


def tall_flow(rounds: Sequence[Totals], order: Sequence[str]) -> Flow:
    """Rounds from top to bottom, for a telephone."""
    shown = shown_rounds(rounds)
    many = max((len(totals) for _number, totals in shown), default=1)
    gap = min(9.0, 72.0 / many)
    places = [_stacked(totals, order, start=0.0, room=328.0 - gap * (many - 1), gap=gap) for _n, totals in shown]
    ys = [44.0 + 144 * place for place in range(len(shown))]
    nodes = tuple(
        tuple(Node(key, value, start, ys[at], length, 22.0) for key, value, start, length in column)
        for at, column in enumerate(places)
    )
    ribbons = tuple(
        Ribbon(one, _down(ys[at] + 22, ys[at + 1], start, end, thick))
        for at in range(len(shown) - 1)
        for one, start, end, thick in _between(shown[at][1], shown[at + 1][1], places[at], places[at + 1])
    )
    columns = tuple((number, y - 30) for (number, _totals), y in zip(shown, ys, strict=True))
    return Flow(328.0, (ys[-1] if ys else 0) + 28, columns, nodes, ribbons)


Place = tuple[str, Number, float, float]


def _stacked(totals: Totals, order: Sequence[str], *, start: float, room: float, gap: float) -> list[Place]:
    """Each option's part of the room, one after another; who counts for nobody comes last."""
    whole = float(sum(totals.values())) or 1.0
    found, at = [], start
    for key in (*order, NOBODY):
        if key in totals and (key != NOBODY or totals[key]):
            length = round(max(room * totals[key] / whole, 1.0), 1)
            found.append((key, totals[key], round(at, 1), length))
            at += length + gap
    return found


def _between(
    before: Totals, after: Totals, from_places: Sequence[Place], to_places: Sequence[Place]
) -> list[tuple[str, float, float, float]]:
    """Each ribbon: whose votes, where it starts, where it ends, how thick it is."""
    unit = _unit(from_places)
    starts = {key: start for key, _value, start, _length in from_places}
    ends = {key: start for key, _value, start, _length in to_places}
    found = []
    for one, to, votes in moves(before, after):
        if one in starts and to in ends:
            thick = votes * unit
            found.append((one, starts[one], ends[to], thick))
            starts[one] += thick
            ends[to] += thick
    return found


def _unit(places: Sequence[Place]) -> float:
    value = float(sum(place[1] for place in places))
    return sum(place[3] for place in places) / value if value else 0.0


def _across(x0: float, x1: float, y0: float, y1: float, thick: float) -> str:
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}V{y1 + thick:.1f}"
        f"C{middle:.1f} {y1 + thick:.1f} {middle:.1f} {y0 + thick:.1f} {x0:.1f} {y0 + thick:.1f}Z"
    )


def _down(y0: float, y1: float, x0: float, x1: float, thick: float) -> str:
    middle = (y0 + y1) / 2
    return (
        f"M{x0:.1f} {y0:.1f}C{x0:.1f} {middle:.1f} {x1:.1f} {middle:.1f} {x1:.1f} {y1:.1f}H{x1 + thick:.1f}"
        f"C{x1 + thick:.1f} {middle:.1f} {x0 + thick:.1f} {middle:.1f} {x0 + thick:.1f} {y0:.1f}Z"
    )


def colours(order: Sequence[str]) -> dict[str, int]:
    """The colour of each option: the five best have one of their own, the rest and nobody are quiet (0)."""
    return {NOBODY: 0, **{key: place if place <= COLOURS else 0 for place, key in enumerate(order, start=1)}}


def letters(order: Sequence[str]) -> dict[str, str]:
    """A letter for each option where there is no room for its name; after Z come A2, B2 ..."""
    return {
        NOBODY: "–",
        **{key: LETTERS[place % 26] + (str(place // 26 + 1) if place >= 26 else "") for place, key in enumerate(order)},
    }


@dataclass(frozen=True)
class Span:
    """An estimate with its ends on a common line of 200."""

    low: float
    mid: float
    high: float


def spans(low: Sequence[float], mid: Sequence[float], high: Sequence[float]) -> tuple[list[Span], float]:
    """Intervals on one line, and where its zero stands."""
    least, most = min([*low, 0.0]), max([*high, 0.0])
    whole = (most - least) or 1.0

    def at(value: float) -> float:
        return round(4 + 192 * (value - least) / whole, 1)

    return [Span(at(a), at(b), at(c)) for a, b, c in zip(low, mid, high, strict=True)], at(0.0)


def widths(values: Sequence[Number], whole: Number = 0, *, room: float = 200.0) -> list[float]:
    """The length of each bar where `whole`, or else the greatest, fills the room."""
    most = float(whole) or float(max(values, default=0)) or 1.0
    return [round(room * max(float(value), 0.0) / most, 1) for value in values]
