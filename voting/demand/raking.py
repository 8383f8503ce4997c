"""Raking: weights that make a sample agree with known totals of several classifications, and their errors.

Deming and Stephan (1940), "On a Least Squares Adjustment of a Sampled Frequency Table"; Kalton and Flores-Cervantes
(2003), "Weighting Methods", Journal of Official Statistics 19(2); Lumley, R package `survey`, for the errors.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TRIM = 5.0
"""A weight is cut at this many times the median weight."""
TRIM_ROUNDS = 5
MOST_SWEEPS = 100


@dataclass(frozen=True)
class Margin:
    """One classification: `codes` `(cells,)` gives each cell's category, `targets` `(categories,)` the known totals."""

    codes: Ints
    targets: Floats


def rake(totals: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-8) -> Floats:
    """Totals `(..., cells)` scaled in turn to each margin until all agree; each row of a batch by itself.

    A category that is empty in a row cannot be met there: its target is spread over the row's other categories.
    Stops at `tolerance`, relative to the targets, or after 100 sweeps (`misfit` tells how far off it still is).
    Raises ValueError for margins whose totals differ.
    """
    sums = [float(margin.targets.sum()) for margin in margins]
    if sums and max(sums) - min(sums) > 1e-6 * max(sums):
        raise ValueError(f"the margins add up to different totals: {sums}")
    masks = [np.eye(len(margin.targets))[margin.codes] for margin in margins]
    goals = [_reachable(totals @ mask, margin.targets) for mask, margin in zip(masks, margins, strict=True)]
    weights = totals.astype(float)
    for _ in range(MOST_SWEEPS):
        furthest = 0.0
        for margin, mask, goal in zip(margins, masks, goals, strict=True):
            seen = weights @ mask
            factor = np.divide(goal, seen, out=np.ones_like(seen), where=seen > 0)
            furthest = max(furthest, float(np.max(np.abs(factor - 1), initial=0.0)))
            weights = weights * factor[..., margin.codes]
        if furthest <= tolerance:
            break
    return weights


def _reachable(seen: Floats, targets: Floats) -> Floats:
    """The targets `(..., categories)` with those of empty categories spread over the others."""
    goal = np.where(seen > 0, targets, 0.0)
    reached = goal.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(goal * targets.sum(), reached, out=np.zeros_like(goal), where=reached > 0), dtype=float)


def rake_trimmed(counts: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-8) -> Floats:
    """The weight `(..., cells)` of one voice of each cell, raked from `counts` voices a cell, cut at 5 x the median.

    Cut weights are raked again, five times at most, and the last cut stands; the weights then add up to the margins'
    total. The cell of no voice has weight 0. Potter (1990), "A Study of Procedures to Identify and Trim Extreme
    Sampling Weights".
    """
    voices = np.maximum(counts, 1)
    unit = rake(counts, margins, tolerance=tolerance) / voices
    for _ in range(TRIM_ROUNDS):
        limit = TRIM * weighted_median(unit, counts)
        if np.all(unit <= limit * (1 + 1e-9)):
            return unit
        unit = rake(np.minimum(unit, limit) * counts, margins, tolerance=tolerance) / voices
    unit = np.minimum(unit, TRIM * weighted_median(unit, counts))
    whole = float(margins[0].targets.sum()) if margins else 1.0
    held = (unit * counts).sum(axis=-1, keepdims=True)
    return np.asarray(unit * np.divide(whole, held, out=np.ones_like(held), where=held > 0), dtype=float)


def weighted_median(values: Floats, counts: Floats) -> Floats:
    """The lower median `(..., 1)` of `values` `(..., cells)`, each held by `counts` voices."""
    order = np.argsort(values, axis=-1)
    reached = np.cumsum(np.take_along_axis(counts, order, axis=-1), axis=-1)
    middle = np.argmax(reached >= reached[..., -1:] / 2, axis=-1)[..., None]
    return np.asarray(np.take_along_axis(np.take_along_axis(values, order, axis=-1), middle, axis=-1), dtype=float)


def misfit(totals: Floats, margins: Sequence[Margin]) -> float:
    """The largest relative departure of raked `totals` `(cells,)` from a target that is not 0."""
    worst = 0.0
    for margin in margins:
        seen = np.bincount(margin.codes, weights=totals, minlength=len(margin.targets))
        known = margin.targets > 0
        worst = max(worst, float(np.max(np.abs(seen[known] / margin.targets[known] - 1), initial=0.0)))
    return worst


def effective_number(weights: Floats, counts: Floats | None = None) -> float:
    """Kish's effective number of voices: (sum w)^2 / sum w^2. Kish (1965), "Survey Sampling", section 11.7."""
    heads = np.ones_like(weights) if counts is None else counts
    squares = float((heads * weights**2).sum())
    return float((heads * weights).sum()) ** 2 / squares if squares > 0 else 0.0


def linearised_error(
    influence: Floats,
    *,
    weights: Floats,
    base: Floats,
    margins: Sequence[Margin],
    clusters: Ints,
    clusters_in_all: float,
) -> float:
    """Standard error of a raked estimate whose linearised variable is `influence` `(n,)`, by Taylor linearisation.

    (y - mean) / sum of weights for a mean, y for a total. Residuals of its regression on all categories, with the
    `base` weights, are weighted by the raked ones and added up by cluster (one stage, with finite population
    correction). Deville and Saerndal (1992), "Calibration Estimators in Survey Sampling"; `survey::svyrecvar`.
    """
    design = np.concatenate([np.eye(len(margin.targets))[margin.codes] for margin in margins], axis=1)
    root = np.sqrt(base)
    fitted = design @ np.linalg.lstsq(design * root[:, None], influence * root, rcond=None)[0]
    _, cluster = np.unique(clusters, return_inverse=True)
    sums = np.bincount(cluster, weights=(influence - fitted) * weights)
    number = len(sums)
    spread = number / (number - 1) * float(((sums - sums.mean()) ** 2).sum())
    return float(np.sqrt((1 - number / clusters_in_all) * spread))


def jackknife_error(estimates: Floats, *, clusters_in_all: float) -> float:
    """Standard error from the estimates `(clusters,)` made with one cluster left out and raked anew (JK1)."""
    number = len(estimates)
    spread = (number - 1) / number * float(((estimates - estimates.mean()) ** 2).sum())
    return float(np.sqrt((1 - number / clusters_in_all) * spread))
