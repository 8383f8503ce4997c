"""What a vote is held to be, and what one person adds to the counts of an idea: nothing here reads a database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

Pair = tuple[int, int]


class State(StrEnum):
    """Doubtful is marked and counted; quarantined is set aside by a person, and counted among the raw votes alone."""

    VALID = "valid"
    DOUBTFUL = "doubtful"
    QUARANTINED = "quarantined"


class Counts(NamedTuple):
    """Of an idea: everybody who stands behind it, those of them who count, and those who count and are in doubt."""

    raw: int = 0
    valid: int = 0
    doubtful: int = 0

    def plus(self, other: Counts, by: int = 1) -> Counts:
        return Counts(*(mine + by * theirs for mine, theirs in zip(self, other, strict=True)))


NOBODY = Counts()


def counted(states: Collection[State]) -> Counts:
    """One person: of several votes for ideas that count together the best one decides."""
    if not states:
        return NOBODY
    valid = any(state != State.QUARANTINED for state in states)
    return Counts(1, int(valid), int(valid and State.VALID not in states))


class Turn(NamedTuple):
    """A line of the ledger of doubts."""

    id: int
    pair: Pair
    state: State
    at: datetime


def fold(turns: Iterable[Turn], *, until: datetime | None = None) -> dict[Pair, State]:
    """What each vote is held to be at a moment (None: now); whoever is not in it is valid. The last written decides."""
    last: dict[Pair, Turn] = {}
    for turn in turns:
        if (until is None or turn.at <= until) and (turn.pair not in last or turn.id > last[turn.pair].id):
            last[turn.pair] = turn
    return {pair: turn.state for pair, turn in last.items() if turn.state != State.VALID}


def people(standing: Iterable[Pair], states: Mapping[Pair, State], leads: Mapping[int, int]) -> dict[int, Counts]:
    """The counts of each idea that anybody stands behind; `leads` says where the votes of merged ideas count."""
    theirs: dict[Pair, list[State]] = {}
    for idea, person in standing:
        theirs.setdefault((leads.get(idea, idea), person), []).append(states.get((idea, person), State.VALID))
    found: dict[int, Counts] = {}
    for (root, _person), held in theirs.items():
        found[root] = found.get(root, NOBODY).plus(counted(held))
    return found
