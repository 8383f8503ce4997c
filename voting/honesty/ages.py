"""When accounts were made: how likely it is that as many of some were made within a few days of each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from voting.honesty.covoting import Floats
from voting.honesty.traits import Votes


@dataclass(frozen=True)
class Usual:
    """What a group is held against: when accounts were made, in order, each once and each as often as it voted."""

    accounts: Floats
    voted: Floats
    known: float

    def part(self, since: float, until: float) -> float:
        """Of accounts or of votes, whichever is more: a time in which many began, or those who vote a lot, is no strange one."""
        parts = (
            np.searchsorted(every, until, "right") - np.searchsorted(every, since)
            for every in (self.accounts, self.voted)
        )
        return max(float(many) / len(every) for many, every in zip(parts, (self.accounts, self.voted), strict=True))


def usual(votes: Votes) -> Usual:
    """Of all accounts and votes."""
    known = min(float(votes.known.mean()), float(votes.known[votes.person].mean()))
    return Usual(np.sort(votes.made), np.sort(votes.made[votes.person]), known)


def together(made: Floats, usual: Usual, window: float) -> tuple[float, float]:
    """How likely it is that as many of so many accounts are made within a window, anywhere in all time; and how many are."""
    times = np.sort(made)
    inside = np.searchsorted(times, times + window, side="right") - np.arange(len(times))
    at = int(np.argmax(inside))
    most, here = int(inside[at]), usual.part(times[at], times[at] + window)
    windows = max(1.0, (usual.accounts[-1] - usual.accounts[0]) / window)
    return min(1.0, 2 * windows * float(special.bdtrc(most - 1, len(times), here))), float(most)
