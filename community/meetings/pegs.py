"""Seats drawn as pegs on a rail: taken, yours, and free. No I/O."""

from __future__ import annotations

from dataclasses import dataclass

IN_A_ROW = 30
MOST = 120
"""More seats than these are told in words alone."""


@dataclass(frozen=True)
class Peg:
    """One peg; `kind` is `taken`, `you` or empty."""

    x: float
    kind: str


@dataclass(frozen=True)
class Rail:
    y: int
    width: float
    pegs: list[Peg]


def rails(seats: int | None, taken: int, mine: int) -> list[Rail]:
    """The rails of a room, one's own pegs the last of those taken; nothing where seats are not counted, or too many."""
    if not seats or seats > MOST:
        return []
    wide = min(seats, IN_A_ROW)
    kinds = ["taken"] * max(taken - mine, 0) + ["you"] * mine
    kinds = kinds[:seats] + [""] * (seats - len(kinds))
    made = []
    for row, start in enumerate(range(0, seats, IN_A_ROW)):
        pegs = [Peg(round(6.4 + 12.8 * n, 1), kind) for n, kind in enumerate(kinds[start : start + IN_A_ROW])]
        made.append(Rail(row * 34, round(12.8 * wide, 1), pegs))
    return made
