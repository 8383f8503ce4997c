"""An update equals walking everything again, to the last count."""

from __future__ import annotations

import numpy as np
import pytest

from ambassadors.influence.scoring import Graph, Seeds, reckon
from ambassadors.influence.updates import changes, update, walk_all
from tests.ambassadors.influence.graphs import drawn, seeds, told

WALKS = 80_000


@pytest.mark.parametrize("people", [1_000, 1_050])
@pytest.mark.parametrize("begin", [50, 60])
def test_an_update_equals_a_run_of_all(people: int, begin: int) -> None:
    before = walk_all(drawn(1_000, 6_000), seeds(*range(50)), walks=WALKS, seed=11)
    graph, start = _after(before.graph, people), seeds(*range(begin))
    after = update(before, graph, start)
    again = update(after, drawn(people, 6_000), start)
    for found, whole in ((after, graph), (again, drawn(people, 6_000))):
        full = reckon(whole, start, walks=WALKS, seed=11)
        assert np.array_equal(found.reckoning.by_edge, full.by_edge)
        assert np.array_equal(found.reckoning.reached, full.reached)


def test_walking_with_places_counts_as_without() -> None:
    graph, start = drawn(300, 1_500), seeds(1, 2, 3)
    kept = walk_all(graph, start, walks=WALKS, seed=1).reckoning
    assert np.array_equal(kept.by_edge, reckon(graph, start, walks=WALKS, seed=1).by_edge)


@pytest.mark.parametrize(
    ("edges", "whose"),
    [
        ([(0, 1, 1), (1, 2, 1)], []),
        ([(1, 2, 1), (0, 1, 7)], []),
        ([(0, 1, 1), (1, 2, 1), (1, 0, 1)], [1]),
        ([(0, 2, 1), (1, 2, 1)], [0]),
        ([(0, 1, 1)], [1]),
        ([(0, 1, 1), (1, 2, 1), (3, 0, 1)], [3]),
    ],
)
def test_a_row_has_changed_when_its_shares_have(edges: list[tuple[int, int, float]], whose: list[int]) -> None:
    before, after = told(4, [(0, 1, 1), (1, 2, 1)]), told(4, edges)
    assert np.flatnonzero(changes(before.rows, after.rows)).tolist() == whose


def test_nobody_to_begin_with_and_then_somebody() -> None:
    before = walk_all(told(2, []), Seeds.even(np.zeros(0, np.int32)), walks=1_000, seed=1)
    after = update(before, told(2, [(0, 1, 1.0)]), seeds(0))
    assert np.array_equal(after.reckoning.reached, reckon(after.graph, seeds(0), walks=1_000, seed=1).reached)


def _after(graph: Graph, people: int) -> Graph:
    """Some edges gone, some heavier, some more, some from and to new people."""
    lot = np.random.default_rng(5)
    keep = np.flatnonzero(lot.random(len(graph.weight)) > 0.01)
    weight = graph.weight[keep] * np.where(lot.random(len(keep)) < 0.01, 3, 1)
    more = 40
    return Graph(
        people,
        np.concatenate([graph.listener[keep], lot.integers(0, people, more)]).astype(np.int32),
        np.concatenate([graph.speaker[keep], lot.integers(0, people, more)]).astype(np.int32),
        np.concatenate([weight, lot.random(more)]),
    )
