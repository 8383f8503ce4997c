"""Groups that mostly hear each other are found; friends whom others hear too, and celebrities, are not."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from ambassadors.influence.rings import members, rings
from ambassadors.influence.scoring import Graph
from tests.ambassadors.influence import attacks, real
from tests.ambassadors.influence.graphs import drawn, told

Edges = list[tuple[int, int, float]]


def clique(people: range, weight: float = 1.0) -> Edges:
    return [(one, other, weight) for one, other in permutations(people, 2)]


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        (clique(range(5)), [(0, 1, 2, 3, 4)]),
        (clique(range(3)), []),
        ([*clique(range(5)), (9, 0, 1.0), (9, 1, 1.0)], [(0, 1, 2, 3, 4)]),
        ([*clique(range(5)), *((9, one, 9.0) for one in range(5))], []),
        ([*clique(range(5)), *clique(range(5, 10)), (4, 5, 0.1), (5, 4, 0.1)], [(0, 1, 2, 3, 4), (5, 6, 7, 8, 9)]),
        ([(one, other, 1.0) for one, other, _ in clique(range(6)) if one < other], []),
        ([(one, 0, 1.0) for one in range(1, 9)] + [(0, one, 1.0) for one in range(1, 9)], []),
        (clique(range(5), 0.0), []),
        ([(0, 0, 1.0)], []),
        ([], []),
    ],
)
def test_what_is_a_ring(edges: Edges, found: list[tuple[int, ...]]) -> None:
    assert [ring.people for ring in rings(told(10, edges))] == found


def test_what_is_said_of_a_ring() -> None:
    edges = [edge for edge in clique(range(5)) if edge[:2] not in {(0, 1), (1, 0)}]
    (ring,) = rings(told(8, [*edges, (6, 0, 2.0), (0, 7, 6.0)]))
    assert (ring.density, ring.inside, ring.given) == pytest.approx((0.9, 18 / 20, 18 / 24))
    assert members([ring], 8).tolist() == [0, 0, 0, 0, 0, -1, -1, -1]


def test_a_hidden_ring_is_found_among_many() -> None:
    graph = attacks.ring(drawn(3_000, 30_000), 20)
    (ring,) = rings(graph)
    assert ring.people == tuple(range(3_000, 3_020))
    assert (ring.density, ring.inside) == (1, 1)


@pytest.mark.real
def test_few_of_a_real_graph_are_in_a_ring() -> None:
    graph = real.epinions()
    whole = Graph(graph.people, graph.listener, graph.speaker, graph.weight)
    assert np.count_nonzero(members(rings(whole), whole.people) >= 0) < graph.people / 100
