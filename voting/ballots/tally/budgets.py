"""Which projects a budget pays for, from ballots that approve of projects: knapsack and the Method of Equal Shares. No I/O.

Knapsack: the project with most votes that still fits, and so on (Goel et al., "Knapsack Voting for Participatory Budgeting",
2019, its greedy count). Equals: the cheaper, then the lot.

Equal Shares (Peters, Pierczynski and Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021)
with cost utilities: every voter has an equal share of the money. A project is bought when its supporters can pay it together;
next comes the one that asks least of each for each unit of its cost, where who has less than that gives all. Completed by
Add1: the shares are raised by one unit for each voter as long as what is bought costs no more than the budget; the last
such outcome stands, and nothing is added greedily. Equals: more votes, then the lower cost, then the lot.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voting.ballots.tally.profile import LOT, Ballots, Key, Number, Outcome, Round, Table, ordered

Numbers = NDArray[np.float64]
NEAR = 1e-9
"""Prices that differ by less than this part of them are equal."""


def knapsack(ballots: Ballots, costs: Sequence[int], budget: int) -> Outcome:
    """What the budget pays for by votes alone; a project that does not fit is passed over."""
    votes = [int(n) for n in ballots.counts @ (ballots.table > 0).astype(np.int64)]
    keys: list[Key] = [(n, -cost) for n, cost in zip(votes, costs, strict=True)]
    order, left, bought, rounds = ordered(keys, ballots.lots), budget, [], []
    for project in order:
        fits = votes[project] > 0 and costs[project] <= left
        if fits:
            left -= costs[project]
            bought.append(project)
        kind, about = "purchase" if fits else "passed over", {"cost": costs[project], "left": left}
        elected, excluded = ((project,), ()) if fits else ((), (project,))
        rounds.append(Round(kind, tuple(votes), elected=elected, excluded=excluded, about=about))
    rest = [project for project in order if project not in bought]
    return Outcome(tuple(bought), (*bought, *rest), tuple(rounds), {"budget": budget, "spent": budget - left})


def equal_shares(ballots: Ballots, costs: Sequence[int], budget: int) -> Outcome:
    """What is bought with equal shares, its share for each voter raised one by one."""
    market = _Market(ballots, costs)
    voters = int(ballots.counts.sum())
    best, raised = market.buy(budget / voters if voters else 0.0), 0
    while voters and market.cost(best) <= budget and len(best) < market.supported:
        more = market.buy(budget / voters + raised + 1)
        if market.cost(more) > budget:
            break
        best, raised = more, raised + 1
    bought = tuple(purchase.project for purchase in best)
    by_votes = ordered([(n, -cost) for n, cost in zip(market.votes, costs, strict=True)], ballots.lots)
    order = (*bought, *(project for project in by_votes if project not in bought))
    share = budget / voters + raised if voters else 0.0
    details = {"budget": budget, "spent": market.cost(best), "share": share, "raised": raised}
    return Outcome(bought, order, tuple(market.told(best)), details)


@dataclass(frozen=True)
class Purchase:
    """A project that was bought: what each supporter paid at most, how many paid less, and what parted equals."""

    project: int
    price: float
    short: int
    parted_by: str


class _Market:
    """Voters who want the same projects hold the same money; each project knows its groups of supporters."""

    def __init__(self, ballots: Ballots, costs: Sequence[int]) -> None:
        self.costs, self.lots = [*costs], ballots.lots
        self.people = ballots.counts.astype(float)
        wants = ballots.table > 0
        self.groups: list[Table] = [np.flatnonzero(wants[:, project]) for project in range(len(self.costs))]
        self.crowds = [self.people[groups] for groups in self.groups]
        self.votes = [int(crowd.sum()) for crowd in self.crowds]
        self.supported = sum(votes > 0 for votes in self.votes)

    def cost(self, bought: Sequence[Purchase]) -> int:
        return sum(self.costs[purchase.project] for purchase in bought)

    def buy(self, share: float) -> list[Purchase]:
        """Buy with this share for each voter until nothing can be paid any more."""
        money = np.full(len(self.people), share)
        queue = [(1 / votes, project) for project, votes in enumerate(self.votes) if votes]
        heapq.heapify(queue)
        bought: list[Purchase] = []
        while queue:
            fresh: list[tuple[float, float, int]] = []
            lowest = np.inf
            while queue and queue[0][0] <= lowest * (1 + NEAR):
                _known, project = heapq.heappop(queue)
                price = self._price(project, money)
                if price is not None:
                    fresh.append((price / self.costs[project], price, project))
                    lowest = min(lowest, fresh[-1][0])
            if not fresh:
                continue
            equal = [one for one in fresh if one[0] <= lowest * (1 + NEAR)]
            chosen = min(equal, key=lambda one: self._rank(one[2]))
            bought.append(self._pay(chosen[2], chosen[1], money, [one[2] for one in equal]))
            for rate, _price, project in fresh:
                if project != chosen[2]:
                    heapq.heappush(queue, (rate, project))
        return bought

    def _rank(self, project: int) -> tuple[int, int, int]:
        return (-self.votes[project], self.costs[project], self.lots[project])

    def _price(self, project: int, money: Numbers) -> float | None:
        """The most that a supporter pays, so that all together pay the cost; None where they cannot."""
        cost, crowd, purse = self.costs[project], self.crowds[project], money[self.groups[project]]
        even = cost / self.votes[project]
        if even <= purse.min() * (1 + NEAR):
            return even
        order = np.argsort(purse, kind="stable")
        held, heads = purse[order], crowd[order]
        before = np.concatenate([[0.0], np.cumsum(held * heads)])
        if before[-1] < cost * (1 - NEAR):
            return None
        above = self.votes[project] - np.concatenate([[0.0], np.cumsum(heads)[:-1]])
        asked = (cost - before[:-1]) / above
        enough = np.flatnonzero(asked <= held * (1 + NEAR))
        return float(asked[enough[0]]) if len(enough) else float(held[-1])

    def _pay(self, project: int, price: float, money: Numbers, equal: list[int]) -> Purchase:
        groups = self.groups[project]
        purse = money[groups]
        short = int(self.crowds[project][purse < price * (1 - NEAR)].sum())
        money[groups] = np.maximum(purse - price, 0.0)
        return Purchase(project, price, short, self._parted(project, equal))

    def _parted(self, project: int, equal: list[int]) -> str:
        others = [self._rank(other) for other in equal if other != project]
        if not others:
            return ""
        mine = self._rank(project)
        depth = max(next(n for n in range(3) if other[n] != mine[n]) for other in others)
        return ("votes", "cost", LOT)[depth]

    def told(self, bought: Sequence[Purchase]) -> list[Round]:
        rounds, spent = [], 0
        for one in bought:
            spent += self.costs[one.project]
            about: dict[str, Number] = {
                "cost": self.costs[one.project],
                "price": one.price,
                "short": one.short,
                "spent": spent,
            }
            shown = tuple(self.votes)
            rounds.append(Round("purchase", shown, elected=(one.project,), parted_by=one.parted_by, about=about))
        return rounds
