"""What scores from 0 to 5 say together: their mean, how sure it is, and a place that is fair to few votes.

The shares of the six scores have a uniform Dirichlet prior, one imagined vote for each; the mean score then has the
posterior mean and variance below (E. Miller, "Ranking Items With Star Ratings", 2014, after the moments of the
Dirichlet distribution, e.g. Johnson, Kotz and Balakrishnan, Continuous Multivariate Distributions, section 49.1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEVELS = (0, 1, 2, 3, 4, 5)
ONE_SIDED, TWO_SIDED = 1.6449, 1.9600
"""Quantiles of the normal distribution for 95 %."""
SPLIT_FROM, SPLIT_ENDS, SPLIT_MIDDLE = 20, 0.25, 0.25


@dataclass(frozen=True)
class Standing:
    """What a distribution of scores amounts to. `mean` is None without a score; `low` and `high` hold it, and the true
    mean with at least 95 %; `spread` is the standard deviation of the true mean.
    """

    count: int
    mean: float | None
    low: float
    high: float
    bound: float
    spread: float
    is_split: bool


def standing(counts: Sequence[int]) -> Standing:
    """From how many gave each of the six scores, 0 first.

    `bound` is the lower end that the mean exceeds with 95 %: designs are ordered by it. `is_split` tells a design that
    many love and many do not: of at least 20 scores, a quarter or more are 0 and a quarter or more are 5, and no more
    than a quarter stand from 2 to 3.
    """
    if len(counts) != len(LEVELS) or min(counts) < 0:
        raise ValueError("six counts, none below 0")
    total = sum(counts)
    shares = [(count + 1) / (total + len(LEVELS)) for count in counts]
    centre = sum(level * share for level, share in zip(LEVELS, shares, strict=True))
    squares = sum(level**2 * share for level, share in zip(LEVELS, shares, strict=True))
    spread = math.sqrt((squares - centre**2) / (total + len(LEVELS) + 1))
    mean = sum(level * count for level, count in zip(LEVELS, counts, strict=True)) / total if total else None
    low, high = max(0.0, centre - TWO_SIDED * spread), min(5.0, centre + TWO_SIDED * spread)
    return Standing(
        count=total,
        mean=mean,
        low=low if mean is None else min(low, mean),
        high=high if mean is None else max(high, mean),
        bound=centre - ONE_SIDED * spread,
        spread=spread,
        is_split=_is_split(counts, total),
    )


def bound(counts: Sequence[int]) -> float:
    """Where a design stands by its scores: the `bound` of its standing, 0 while nobody scored it."""
    return standing(counts).bound if any(counts) else 0.0


def _is_split(counts: Sequence[int], total: int) -> bool:
    ends = SPLIT_ENDS * total
    middle = counts[2] + counts[3]
    return total >= SPLIT_FROM and counts[0] >= ends and counts[5] >= ends and middle <= SPLIT_MIDDLE * total
