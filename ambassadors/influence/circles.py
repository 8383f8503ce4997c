"""Groups of a reckoning that mostly hear each other, as it keeps them for moderators."""

from __future__ import annotations

from typing import Any

import numpy as np

from ambassadors.influence import linking
from ambassadors.influence.gathering import LOT, Doings
from ambassadors.influence.graph import Graph, Number, Real
from ambassadors.influence.rings import DEGREE, rings

MOST = 100


def found(doings: Doings, value: Real) -> list[dict[str, Any]]:
    """The largest groups, by numbers of accounts; doings that weigh nothing tell of none."""
    listener, speaker, weight = _near(*linking.pairs(doings, value))
    people, ends = np.unique(np.concatenate([listener, speaker]), return_inverse=True)
    half = len(ends) // 2
    graph = Graph(len(people), ends[:half].astype(np.int32), ends[half:].astype(np.int32), weight)
    return [
        {
            "people": people[list(ring.people)].tolist(),
            "density": round(ring.density, 3),
            "inside": round(ring.inside, 3),
            "given": round(ring.given, 3),
        }
        for ring in rings(graph)[:MOST]
    ]


def _near(listener: Number, speaker: Number, weight: Real) -> tuple[Number, Number, Real]:
    """Of pairs in order those of somebody who may be in a group: whom as many hear and are heard by as a group takes."""
    size = int(max(listener.max(initial=0), speaker.max(initial=0))) + 1
    key, mutual = listener.astype(np.int64) * size + speaker, np.zeros(size, np.int64)
    for begun in range(0, len(key), LOT):
        one, other = listener[begun : begun + LOT], speaker[begun : begun + LOT]
        back = other.astype(np.int64) * size + one
        there = key[np.minimum(np.searchsorted(key, back), len(key) - 1)] == back
        mutual += np.bincount(one[there], minlength=size)
    some = mutual >= DEGREE
    near = some[listener] | some[speaker]
    return listener[near], speaker[near], weight[near]
