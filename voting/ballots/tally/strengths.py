"""Pairs of which one was picked, as strengths: the Bradley-Terry model. No I/O.

The chance that i is picked before j is 1 / (1 + exp(b_j - b_i)) (Bradley and Terry, Biometrika 39, 1952). The strengths b are
those of greatest likelihood, their mean 0, found by Newton's steps; an interval is b +- 1.96 standard errors out of Fisher's
information. They exist only where each option can be reached from each other one by a chain of wins (Ford, American
Mathematical Monthly 64, 1957). Where they do not, every option is given half a win and half a loss against an imagined
option of strength 0, and the outcome says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voting.ballots.tally.profile import Key, Outcome, Round, Table, ordered, parting

Numbers = NDArray[np.float64]
TWO_SIDED = 1.959964
STEPS, EXACT = 100, 1e-10
IMAGINED = 0.5
BAND = 0.1


@dataclass(frozen=True)
class Strengths:
    """Strength, standard error (of its distance from the mean) and covariance; `is_firm` without imagined picks."""

    values: Numbers
    errors: Numbers
    covariance: Numbers
    is_firm: bool


def strengths(wins: Table) -> Strengths:
    """From how often option i was picked before option j, at [i, j]."""
    is_firm = connected(wins)
    picks, imagined = wins.astype(float), 0.0 if is_firm else IMAGINED
    shown, won = picks + picks.T, picks.sum(axis=1) + imagined
    many = len(wins)
    values = np.zeros(many)
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(values[None, :] - values[:, None]))
        alone = 1 / (1 + np.exp(-values))
        slope = won - (shown * chance).sum(axis=1) - 2 * imagined * alone
        step = np.linalg.pinv(_information(shown, chance, imagined, alone)) @ slope
        values = values + step
        if np.abs(step).max(initial=0.0) < EXACT:
            break
    chance, alone = 1 / (1 + np.exp(values[None, :] - values[:, None])), 1 / (1 + np.exp(-values))
    centre = np.eye(many) - 1 / max(many, 1)
    covariance = centre @ np.linalg.pinv(_information(shown, chance, imagined, alone)) @ centre
    return Strengths(values - values.mean(), np.sqrt(np.clip(np.diag(covariance), 0, None)), covariance, is_firm)


def _information(shown: Numbers, chance: Numbers, imagined: float, alone: Numbers) -> Numbers:
    weight = shown * chance * (1 - chance)
    found: Numbers = np.diag(weight.sum(axis=1) + 2 * imagined * alone * (1 - alone)) - weight
    return found


def connected(wins: Table) -> bool:
    """Does a chain of wins lead from each option to each other one?"""
    reach = (wins > 0) | np.eye(len(wins), dtype=bool)
    for through in range(len(wins)):
        reach |= reach[:, [through]] & reach[[through], :]
    return bool(reach.all())


def bradley_terry(wins: Table, lots: Sequence[int], seats: int = 1) -> Outcome:
    """The options by strength; of equals the one with more wins, then the lot."""
    found = strengths(wins)
    won = wins.sum(axis=1)
    keys: list[Key] = [(round(float(value), 9), int(n)) for value, n in zip(found.values, won, strict=True)]
    order = ordered(keys, lots)
    winners = order[:seats]
    by = parting(keys, order, seats, ("wins",))
    shown = Round("count", tuple(float(value) for value in found.values), elected=winners, parted_by=by)
    details = {
        "low": [float(n) for n in found.values - TWO_SIDED * found.errors],
        "high": [float(n) for n in found.values + TWO_SIDED * found.errors],
        "wins": [int(n) for n in won],
        "losses": [int(n) for n in wins.sum(axis=0)],
        "is_firm": found.is_firm,
    }
    return Outcome(winners, order, (shown,), details)


def most_wins(wins: Table, lots: Sequence[int], seats: int = 1) -> Outcome:
    """The options by the share of their pairs that they won (Copeland's idea on single picks); of equals the one shown more."""
    shown = wins.sum(axis=0) + wins.sum(axis=1)
    shares = [float(won) / n if n else 0.0 for won, n in zip(wins.sum(axis=1), shown, strict=True)]
    keys: list[Key] = [(share, int(n)) for share, n in zip(shares, shown, strict=True)]
    order = ordered(keys, lots)
    by = parting(keys, order, seats, ("shown",))
    return Outcome(order[:seats], order, (Round("count", tuple(shares), elected=order[:seats], parted_by=by),))


def next_pair(
    wins: Table,
    seen: Collection[tuple[int, int]],
    lots: Sequence[int],
    *,
    open_to: Sequence[bool] | None = None,
    spread: Numbers | None = None,
) -> tuple[int, int] | None:
    """The pair to show next: of those shown least, within a tenth, the two whose difference is least sure.

    `seen` are pairs that this voter has answered, either way round; `lots` part what is equal, and should differ from voter to
    voter; `spread` is what `spreads` says of `wins`, where it is known already. None when every pair has been seen.
    """
    many = len(wins)
    stands = [True] * many if open_to is None else open_to
    done = {frozenset(pair) for pair in seen}
    shown, spread = (wins.sum(axis=0) + wins.sum(axis=1)).tolist(), spreads(wins) if spread is None else spread
    left = [
        (one, other)
        for one in range(many)
        for other in range(one + 1, many)
        if stands[one] and stands[other] and frozenset((one, other)) not in done
    ]
    if not left:
        return None
    ceiling = min(max(shown[one], shown[other]) for one, other in left) * (1 + BAND)
    alike = [pair for pair in left if max(shown[pair[0]], shown[pair[1]]) <= ceiling]
    return min(alike, key=lambda pair: (-spread[pair], lots[pair[0]] + lots[pair[1]], lots[pair[0]]))


def spreads(wins: Table) -> Numbers:
    """The variance of each difference of strengths, rounded so that equals are equal."""
    covariance = strengths(wins).covariance
    own = np.diag(covariance)
    found: Numbers = np.round(own[:, None] + own[None, :] - 2 * covariance, 9)
    return found
