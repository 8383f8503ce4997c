"""Small graphs and seeds, drawn or written out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ambassadors.influence.scoring import Graph, Seeds


def told(people: int, edges: Iterable[tuple[int, int, float]]) -> Graph:
    """(listener, speaker, weight) each."""
    rows = list(edges)
    return Graph(
        people,
        np.array([row[0] for row in rows], np.int32),
        np.array([row[1] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.float64),
    )


def drawn(people: int, edges: int, *, seed: int = 1) -> Graph:
    """Listeners evenly, speakers with few that many listen to; some edges parallel, some to oneself."""
    lot = np.random.default_rng(seed)
    return Graph(
        people,
        lot.integers(0, people, edges).astype(np.int32),
        (people * lot.random(edges) ** 3).astype(np.int32),
        lot.random(edges),
    )


def seeds(*people: int) -> Seeds:
    return Seeds.even(np.array(people, np.int32))
