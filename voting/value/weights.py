"""Named policies: how much an account counts for what it is worth."""

import numpy as np
from numpy.typing import NDArray

from voting.value.methods import POLICIES, Policy

Floats = NDArray[np.float64]
CAP = 95.0
"""Percentile of the worths at which the policy `capped` stops counting."""
RELATIVE: tuple[Policy, ...] = ("log", "capped")
"""Policies under which a weight depends on what the others are worth."""


def weigh(policy: Policy, worth: Floats, *, cap: float = CAP) -> Floats:
    """Weights of the same shape as `worth`, which is `(accounts,)` or `(draws, accounts)` in money; each row by itself.

    `one-account` is 1, `linear` the worth, `square-root` its root, `log` is log(1 + worth / median worth of the row),
    `capped` the worth up to percentile `cap` of the row. A worth below 0 counts as 0. Where the median is 0 the median
    of the positive worths takes its place, and where none is positive every weight is 0.
    Raises ValueError for an unknown policy, a worth that is not finite and a percentile outside 0 to 100.
    """
    if policy not in POLICIES:
        raise ValueError(f"unknown policy: {policy}")
    if not np.all(np.isfinite(worth)):
        raise ValueError("a worth is not a finite number")
    if not 0 <= cap <= 100:
        raise ValueError("the cap is a percentile from 0 to 100")
    worth = np.maximum(worth, 0.0)
    if policy == "one-account":
        return np.ones_like(worth)
    if policy == "linear" or worth.size == 0:
        return worth
    if policy == "square-root":
        return np.sqrt(worth)
    if policy == "log":
        least: Floats = worth.max(axis=-1, keepdims=True) * 1e-290
        return np.log1p(worth / np.maximum(_middle(worth), least))
    return np.minimum(worth, np.percentile(worth, cap, axis=-1, keepdims=True))


def _middle(worth: Floats) -> Floats:
    """The median of each row `(..., 1)`, of its positive worths where that is 0, and 1 where none is positive."""
    middle = np.atleast_1d(np.median(worth, axis=-1, keepdims=True))
    for row in np.argwhere(middle[..., 0] == 0):
        positive = worth[tuple(row)][worth[tuple(row)] > 0]
        middle[tuple(row)] = np.median(positive) if positive.size else 1.0
    return np.asarray(middle, dtype=float)
