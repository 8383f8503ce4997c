"""The methods by name, and one door to count a poll with any that its ballots allow. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from voting.ballots.tally import budgets, duels, points, strengths, transfers
from voting.ballots.tally.profile import Ballots, Outcome, Table


class Kind(StrEnum):
    """What a voter gives each option."""

    APPROVALS = "approvals"
    SCORES = "scores"
    DOTS = "dots"
    CREDITS = "credits"
    RANKS = "ranks"
    PICKS = "picks"
    PROJECTS = "projects"


@dataclass(frozen=True)
class Poll:
    """All that a count needs: `costs` and `budget` for projects, `wins` for picks (i before j at [i, j])."""

    kind: Kind
    ballots: Ballots
    seats: int = 1
    costs: tuple[int, ...] = ()
    budget: int = 0
    wins: Table = field(default_factory=lambda: np.zeros((0, 0), np.int64))

    @property
    def cast(self) -> int:
        """Ballots, or picks where each ballot is one."""
        return int(self.wins.sum()) if self.kind == Kind.PICKS else self.ballots.cast


@dataclass(frozen=True)
class Method:
    """A way to count: the ballots it takes, and what else it is told beside as another way to see the same ballots."""

    kind: Kind
    count: Callable[[Poll], Outcome]
    beside: str


def _seated(method: Callable[[Ballots, int], Outcome]) -> Callable[[Poll], Outcome]:
    return lambda poll: method(poll.ballots, poll.seats)


def _paid(method: Callable[[Ballots, tuple[int, ...], int], Outcome]) -> Callable[[Poll], Outcome]:
    return lambda poll: method(poll.ballots, poll.costs, poll.budget)


METHODS: Mapping[str, Method] = {
    "approval": Method(Kind.APPROVALS, _seated(points.approval), "shared-approval"),
    "shared-approval": Method(Kind.APPROVALS, _seated(points.shared_approval), "approval"),
    "score": Method(Kind.SCORES, _seated(points.score), "star"),
    "star": Method(Kind.SCORES, _seated(points.star), "score"),
    "dots": Method(Kind.DOTS, _seated(points.dots), "approval"),
    "quadratic": Method(Kind.CREDITS, _seated(points.quadratic), "approval"),
    "instant-runoff": Method(Kind.RANKS, _seated(transfers.instant_runoff), "schulze"),
    "stv": Method(Kind.RANKS, _seated(transfers.single_transferable), "borda"),
    "schulze": Method(Kind.RANKS, _seated(duels.schulze), "instant-runoff"),
    "borda": Method(Kind.RANKS, _seated(points.borda), "schulze"),
    "pairwise": Method(
        Kind.PICKS, lambda poll: strengths.bradley_terry(poll.wins, poll.ballots.lots, poll.seats), "wins"
    ),
    "wins": Method(Kind.PICKS, lambda poll: strengths.most_wins(poll.wins, poll.ballots.lots, poll.seats), "pairwise"),
    "knapsack": Method(Kind.PROJECTS, _paid(budgets.knapsack), "equal-shares"),
    "equal-shares": Method(Kind.PROJECTS, _paid(budgets.equal_shares), "knapsack"),
}
"""Each with the one whose result is told beside its own."""


def count(poll: Poll, method: str) -> Outcome:
    """The outcome of a poll by a method; ValueError for ballots that the method cannot read or places it cannot fill."""
    if method not in METHODS:
        raise ValueError(f"{method} is none of the methods: {', '.join(METHODS)}")
    told = METHODS[method]
    if told.kind != poll.kind and (told.kind, poll.kind) not in _READS:
        raise ValueError(f"{method} cannot count {poll.kind}")
    return told.count(poll)


_READS = {(Kind.APPROVALS, kind) for kind in (Kind.SCORES, Kind.DOTS, Kind.CREDITS, Kind.PROJECTS)}
"""Approval reads any mark above 0."""


def beside(poll: Poll, method: str) -> tuple[str, Outcome]:
    """What the same ballots would have decided by another method."""
    other = METHODS[method].beside
    if other == "instant-runoff" and poll.seats > 1:
        other = "borda"
    return other, count(replace(poll), other)
