"""How far an index has read the log: kept inside of it, and so exactly as old as what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

Run = tuple[str, int, int]
"""A kind, and the first and last number of some of its texts."""


@dataclass(frozen=True)
class State:
    """Everything up to `low` is in the index, and what is in `seen` beyond it; `waiting` are texts still to be read.

        On PostgreSQL an event may become visible after one of a higher number. So `low` moves to `mark`, the highest number
        there was at some moment, only when every transaction that was open then (below `horizon`) has ended. An index that is
    being made has `reached` a number of a kind.
    """

    low: int = 0
    seen: tuple[int, ...] = ()
    mark: int = 0
    horizon: int = 0
    waiting: tuple[Run, ...] = ()
    reached: tuple[str, int] = ("", 0)

    def text(self) -> str:
        return json.dumps([self.low, self.seen, self.mark, self.horizon, self.waiting, self.reached])

    def read(self, numbers: Iterable[int]) -> State:
        """The state after these events."""
        return replace(self, seen=tuple(sorted({*self.seen, *numbers})))

    def settled(self, oldest: int, next_: int) -> State:
        """Moved on, where transactions up to `oldest` have ended and `next_` has not begun."""
        state = self
        if state.mark and oldest >= state.horizon:
            beyond = tuple(number for number in state.seen if number > state.mark)
            state = replace(state, low=max(state.low, state.mark), seen=beyond, mark=0)
        if not state.mark and state.seen:
            state = replace(state, mark=state.seen[-1], horizon=next_)
        return state


def from_text(kept: str) -> State:
    low, seen, mark, horizon, waiting, (kind, number) = json.loads(kept)
    stretches = tuple((one, first, last) for one, first, last in waiting)
    return State(low, tuple(seen), mark, horizon, stretches, (kind, number))


def runs(kind: str, numbers: Iterable[int]) -> list[Run]:
    """Numbers as stretches without a gap."""
    found: list[Run] = []
    for number in sorted(set(numbers)):
        if found and found[-1][2] == number - 1:
            found[-1] = (kind, found[-1][1], number)
        else:
            found.append((kind, number, number))
    return found


def taken(waiting: tuple[Run, ...], most: int) -> tuple[str, list[int], tuple[Run, ...]]:
    """The kind and numbers of the first `most` texts that wait, of one kind, and what waits after them."""
    kind = waiting[0][0]
    numbers, left = list[int](), list[Run]()
    for one, first, last in waiting:
        free = most - len(numbers) if one == kind else 0
        numbers += range(first, min(last, first + free - 1) + 1)
        if first + free <= last:
            left.append((one, first + free, last))
    return kind, numbers, tuple(left)
