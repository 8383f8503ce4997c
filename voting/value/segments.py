"""RFM: quintiles of recency, frequency and money, and the few named segments made of them.

Hughes (1994), "Strategic Database Marketing": the customer base is cut in five by how recently, how often and how much
each customer bought. Equal values always get equal scores, so the same file gives the same segments everywhere.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Segment = Literal["champions", "loyal", "promising", "new", "at_risk", "dormant"]

SEGMENTS: tuple[Segment, ...] = get_args(Segment)


@dataclass(frozen=True)
class Scores:
    """Quintile scores `(n,)` from 1 (lowest) to 5 (best) and the index of each customer's segment in SEGMENTS."""

    recency: Ints
    frequency: Ints
    money: Ints
    segment: Ints

    @property
    def names(self) -> list[Segment]:
        """The segment of each customer by name."""
        return [SEGMENTS[index] for index in self.segment]


def score(idle: Floats, purchases: Ints, money: Floats) -> Scores:
    """Score time since the last purchase (any unit), number of purchase days and net money spent, each `(n,)`.

    The first rule that fits names the segment:
    new: one purchase, recency 4 or 5; champions: all three scores 4 or 5; loyal: recency 3 or more, frequency 4 or 5;
    promising: recency 3 or more; at_risk: frequency or money 4 or 5; dormant: all others.
    Raises ValueError for arrays of different lengths or values that are not finite.
    """
    if not len(idle) == len(purchases) == len(money):
        raise ValueError("idle, purchases and money differ in length")
    if not (np.all(np.isfinite(idle)) and np.all(np.isfinite(money))):
        raise ValueError("a value to score is not a finite number")
    recency, frequency, wealth = quintiles(-idle), quintiles(purchases.astype(float)), quintiles(money)
    return Scores(recency, frequency, wealth, _segment(recency, frequency, wealth, purchases <= 1))


def quintiles(values: Floats) -> Ints:
    """Scores `(n,)` from 1 to 5: one more than the fifths of all customers whose value is strictly smaller."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    below = np.searchsorted(np.sort(values), values, side="left")
    return (1 + 5 * below // len(values)).astype(np.int64)


def _segment(recency: Ints, frequency: Ints, money: Ints, once: Flags) -> Ints:
    here, often, rich = recency >= 3, frequency >= 4, money >= 4
    rules: dict[Segment, Flags] = {
        "new": once & (recency >= 4),
        "champions": (recency >= 4) & often & rich,
        "loyal": here & often,
        "promising": here,
        "at_risk": often | rich,
    }
    codes = [SEGMENTS.index(name) for name in rules]
    return np.select(list(rules.values()), codes, default=SEGMENTS.index("dormant")).astype(np.int64)
