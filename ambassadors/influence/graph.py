"""Who listens to whom as arrays, and where the walks begin."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Number = NDArray[np.int32]
Real = NDArray[np.float64]
AnyWhole = NDArray[np.integer]

FINENESS = 2**31
"""The weights of a row become whole numbers that sum to about this, so that a row depends on itself alone."""
FULL = 1.0
"""Who listens with less than this in all listens that much less, and the walk stops for the rest: a thing of long ago, alone
in its row, fades as its half-life says.
"""


@dataclass(frozen=True)
class Graph:
    """`listener[k]` hears `speaker[k]` with `weight[k]`; people are 0 to `people` - 1. Edges may be parallel, in any order.

    An edge to oneself and one of weight 0 are walked by nobody. A negative or endless weight, or a person outside, raises
    ValueError.
    """

    people: int
    listener: Number
    speaker: Number
    weight: Real
    rows: Rows = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not len(self.listener) == len(self.speaker) == len(self.weight):
            raise ValueError("listener, speaker and weight are of one length")
        for side in (self.listener, self.speaker):
            if len(side) and (int(side.min()) < 0 or int(side.max()) >= self.people):
                raise ValueError("an edge names somebody who is not among the people")
        if not np.all(np.isfinite(self.weight)) or np.any(self.weight < 0):
            raise ValueError("a weight is a number from 0 on")
        object.__setattr__(self, "rows", _rows(self))


@dataclass(frozen=True)
class Rows:
    """The edges by listener: `edge` is their number in the graph, `speaker` where they lead, `ends` the running sum of whole
    weights over all rows; row i has edges first[i] to first[i + 1] - 1, whole weights from base[i] on, in all total[i] of
    span[i]: for the rest there is nowhere to go.

    `guide` cuts each row in as many even slices as it has edges, and says at which edge each begins: looking on from there is
    short. The last row, that of nobody (-1), is empty: who has nowhere to go goes there.
    """

    edge: Whole
    speaker: Number
    ends: Whole
    first: Whole
    base: Whole
    total: Whole
    span: Whole
    guide: Number


@dataclass(frozen=True)
class Seeds:
    """Where walks begin: `person` once each, with the `share` of the walks; the shares sum to 1."""

    person: Number
    share: Real

    def __post_init__(self) -> None:
        if len(self.person) != len(self.share) or len(np.unique(self.person)) != len(self.person):
            raise ValueError("each seed is named once and has a share")
        if len(self.person) and (np.any(self.share < 0) or abs(float(self.share.sum()) - 1) > 1e-9):
            raise ValueError("the shares of the seeds are from 0 on and sum to 1")

    @classmethod
    def even(cls, person: Number) -> Seeds:
        """The same share for each."""
        return cls(person.astype(np.int32), np.full(len(person), 1 / max(1, len(person))))


def _rows(graph: Graph) -> Rows:
    heard = np.flatnonzero(graph.listener != graph.speaker)
    pair = graph.listener[heard].astype(np.int64) * graph.people + graph.speaker[heard]
    edge = heard if np.all(pair[1:] >= pair[:-1]) else heard[np.argsort(pair, kind="stable")]
    listener, weight = graph.listener[edge], graph.weight[edge]
    whole, is_full = _whole(listener, weight, graph.people)
    total = np.zeros(graph.people + 1, np.int64)
    np.add.at(total, listener, whole)
    span = np.where(is_full, total, FINENESS)
    ends = np.cumsum(whole)
    first = np.searchsorted(listener, np.arange(graph.people + 2))
    base = np.concatenate([np.zeros(1, np.int64), ends])[first[:-1]]
    guide = _guide(listener, ends, first, base, total)
    return Rows(edge, graph.speaker[edge], ends, first, base, total, span, guide)


def _guide(listener: Number, ends: Whole, first: Whole, base: Whole, total: Whole) -> Number:
    size = (first[1:] - first[:-1])[listener]
    slice_ = np.arange(len(listener)) - first[listener]
    begins = base[listener] - (-slice_ * total[listener]) // np.maximum(1, size)
    guide: Number = np.searchsorted(ends, begins, side="right").astype(np.int32)
    return guide


def _whole(listener: Number, weight: Real, people: int) -> tuple[Whole, NDArray[np.bool_]]:
    """Each weight as a whole number, and whose rows are full; the largest of a row counts as 1 while they are summed."""
    largest = np.zeros(people + 1)
    np.maximum.at(largest, listener, weight)
    scaled = np.divide(weight, largest[listener], out=np.zeros(len(weight)), where=largest[listener] > 0)
    sums = np.bincount(listener, scaled, minlength=people + 1)
    with np.errstate(over="ignore"):
        heard = np.minimum(FULL, sums * largest)
    shares = np.divide(scaled * heard[listener], sums[listener], out=np.zeros(len(weight)), where=sums[listener] > 0)
    return np.rint(shares * FINENESS).astype(np.int64), heard >= FULL
