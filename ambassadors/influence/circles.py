"""Groups of a reckoning that mostly hear each other, as it keeps them for moderators."""

from __future__ import annotations

from typing import Any

import numpy as np

from ambassadors.influence.graph import AnyWhole, Graph, Real
from ambassadors.influence.rings import rings

MOST = 100


def found(listener: AnyWhole, speaker: AnyWhole, value: Real) -> list[dict[str, Any]]:
    """The largest groups, by numbers of accounts; doings that weigh nothing tell of none."""
    heard = value > 0
    people, ends = np.unique(np.concatenate([listener[heard], speaker[heard]]), return_inverse=True)
    half = len(ends) // 2
    graph = Graph(len(people), ends[:half].astype(np.int32), ends[half:].astype(np.int32), value[heard])
    return [
        {
            "people": people[list(ring.people)].tolist(),
            "density": round(ring.density, 3),
            "inside": round(ring.inside, 3),
            "given": round(ring.given, 3),
        }
        for ring in rings(graph)[:MOST]
    ]
