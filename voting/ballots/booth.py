"""A ballot while somebody fills it in: what was typed is kept, one press moves an option, and the sum is told. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.ballots.marks import FIELD, HIGHEST, KINDS, ORDER, Fault

Sent = Mapping[str, Sequence[str]]
STEPS = ("up", "down", "first", "last", "out", "add", "more", "less")


@dataclass(frozen=True)
class Choice:
    """An option as the booth shows it."""

    id: int
    title: str
    body: str = ""
    cost: int = 0
    url: str = ""
    picture: str = ""
    wall: str = "fog"
    joined: str = ""


@dataclass(frozen=True)
class Line:
    """An option with what was typed for it; `place` is its rank, 0 when it is left out."""

    choice: Choice
    value: str
    place: int = 0
    spent: int = 0
    wrong: str = ""
    is_moved: bool = False
    price: str = ""
    says: str = ""


@dataclass(frozen=True)
class Sheet:
    """A ballot being filled in: `lines` in the order shown, `ranked` and `out` parted for a ranking."""

    kind: str
    lines: tuple[Line, ...]
    whole: int = 0
    spent: int = 0
    faults: tuple[str, ...] = ()
    said: str = ""

    @property
    def ranked(self) -> list[Line]:
        return sorted((line for line in self.lines if line.place), key=lambda line: line.place)

    @property
    def out(self) -> list[Line]:
        return [line for line in self.lines if not line.place]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.wrong]

    @property
    def left(self) -> int:
        return self.whole - self.spent

    @property
    def over(self) -> int:
        return max(self.spent - self.whole, 0)

    @property
    def marked(self) -> list[Line]:
        """What a ballot says, in the order in which one would read it."""
        if self.kind == "ranks":
            return self.ranked
        given = [line for line in self.lines if number(line.value)]
        return sorted(given, key=lambda line: -number(line.value))


def sheet(
    method: str, choices: Sequence[Choice], typed: Mapping[int, str], whole: int, faults: Sequence[Fault] = ()
) -> Sheet:
    """The sheet of a ballot with what is typed in it."""
    kind = KINDS[method]
    wrong = {fault.option: fault.line for fault in faults if fault.option is not None}
    lines = tuple(
        Line(
            choice,
            typed.get(choice.id, ""),
            number(typed.get(choice.id, "")) if kind == "ranks" else 0,
            _cost(kind, choice, typed.get(choice.id, "")),
            wrong.get(choice.id, ""),
        )
        for choice in choices
    )
    general = tuple(fault.line for fault in faults if fault.option is None)
    return Sheet(kind, lines, whole, sum(line.spent for line in lines), general)


def typed(method: str, sent: Sent, options: Sequence[int]) -> dict[int, str]:
    """What a form says of each option, as it was typed; a ranking as ranks."""
    if KINDS[method] == "ranks":
        ranking = [int(text) for text in sent.get(ORDER, ()) if text.isascii() and text.isdecimal() and len(text) < 10]
        known = [option for option in dict.fromkeys(ranking) if option in options]
        return {option: str(rank) for rank, option in enumerate(known, start=1)}
    return {
        option: said[-1].strip() for option in options if (said := list(sent.get(f"{FIELD}{option}", ()))) and said[-1]
    }


def moved(method: str, held: Mapping[int, str], move: str, options: Sequence[int], points: int) -> dict[int, str]:
    """What a form holds after one press: `up:7`, `more:7` ...; a press that says nothing changes nothing."""
    step, _colon, text = move.partition(":")
    option = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if step not in STEPS or option not in options:
        return dict(held)
    if KINDS[method] == "ranks":
        order = sorted(held, key=lambda one: number(held[one]))
        return {one: str(rank) for rank, one in enumerate(_reordered(order, step, option), start=1)}
    if step not in ("more", "less"):
        return dict(held)
    most = HIGHEST if KINDS[method] == "scores" else points
    value = min(max(number(held.get(option, "")) + (1 if step == "more" else -1), 0), most)
    return {**held, option: str(value)}


def _reordered(order: list[int], step: str, option: int) -> list[int]:
    place = order.index(option) if option in order else len(order)
    rest = [one for one in order if one != option]
    if step == "out":
        return rest
    last = len(rest)
    to = {"up": max(place - 1, 0), "down": min(place + 1, last), "first": 0, "last": last, "add": last}.get(step, place)
    return [*rest[:to], option, *rest[to:]]


def number(text: str) -> int:
    """The whole number that was typed; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _cost(kind: str, choice: Choice, text: str) -> int:
    value = number(text)
    if kind == "credits":
        return value * value
    if kind == "projects":
        return choice.cost if value else 0
    if kind == "dots":
        return value
    return 1 if value else 0
