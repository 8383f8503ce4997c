"""Worth crossed with influence: where four quarters part, who stands in which, and where each is drawn (no I/O)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import median

QUARTERS = ("pillars", "voices", "quiet", "neighbours")
"""Much worth and far influence; little and far; much and near; little and near."""
MIDDLE = 50.0
COLUMNS, ROWS = 24, 12


@dataclass(frozen=True)
class Point:
    """A customer: worth in minor units, and the place of a hundred of whoever of theirs carries farthest, None if not reached."""

    amount: float
    percentile: float | None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Cut:
    """Worth from which it is much, and the least and most that are drawn."""

    worth: float
    least: float
    most: float


@dataclass(frozen=True)
class Placed:
    """A quarter, the cell of the drawing (row 0 is "not yet reached"), and whether chance alone could move it over the middle."""

    quarter: str
    across: int
    up: int
    is_unsure: bool


def cut(amounts: Sequence[float]) -> Cut:
    """Much is the median of those who are crossed, or more. Raises ValueError for an empty sequence."""
    if not amounts:
        raise ValueError("nobody to cross")
    return Cut(median(amounts), min(amounts), max(amounts))


def placed(point: Point, by: Cut) -> Placed:
    """Where one stands; equal worths and equal places always stand together."""
    is_much = point.amount >= by.worth
    is_far = point.percentile is not None and point.percentile >= MIDDLE
    quarter = QUARTERS[(0 if is_far else 2) + (0 if is_much else 1)]
    is_unsure = point.percentile is not None and point.low < MIDDLE <= point.high
    return Placed(quarter, column(point.amount, by), _row(point.percentile), is_unsure)


def column(amount: float, by: Cut) -> int:
    """Columns by the logarithm of worth; half of them are left of the cut, so that quarters are drawn as quarters."""
    half = COLUMNS // 2
    if amount < by.worth:
        return min(half - 1, int(half * _part(amount, by.least, by.worth)))
    return half + min(half - 1, int(half * _part(amount, by.worth, by.most)))


def _part(amount: float, least: float, most: float) -> float:
    """How far between two, by the logarithm of worth; 0 where they are one."""
    low, high = log(1 + max(0.0, least)), log(1 + max(0.0, most))
    return (log(1 + max(0.0, amount)) - low) / (high - low) if high > low else 0.0


def _row(percentile: float | None) -> int:
    return 0 if percentile is None else 1 + min(ROWS - 1, int(ROWS * percentile / 100))


def radius(customers: int, most: int) -> float:
    """Of a dot whose area is its customers', the largest 9 in a cell of 20."""
    return round(max(2.0, 9 * sqrt(customers / most)), 1) if most else 0.0
