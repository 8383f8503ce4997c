"""Walks: what they count, that their parts are the whole, that each stands by itself, and what bad input comes to."""

from __future__ import annotations

import numpy as np
import pytest

from ambassadors.influence import exact, scoring
from ambassadors.influence.scoring import Graph, Seeds, bands, interval, reckon
from tests.ambassadors.influence.graphs import drawn, seeds, told

WALKS = 200_000


@pytest.mark.parametrize(
    ("edges", "begin", "share"),
    [
        ([(0, 1, 1)], (0,), [0, 0.85, 0]),
        ([(0, 1, 1), (1, 2, 5)], (0,), [0, 0.85, 0.7225]),
        ([(0, 1, 3), (0, 2, 1)], (0,), [0, 0.6375, 0.2125]),
        ([(0, 1, 1), (0, 1, 2), (0, 2, 1)], (0,), [0, 0.6375, 0.2125]),
        ([(0, 1, 1), (1, 0, 1)], (0,), [0, 0.85, 0]),
        ([(0, 1, 1), (1, 0, 1)], (0, 1), [0.425, 0.425, 0]),
        ([(0, 0, 9), (0, 1, 1)], (0,), [0, 0.85, 0]),
        ([(0, 1, 0)], (0,), [0, 0, 0]),
        ([(0, 1, 1)], (2,), [0, 0, 0]),
        ([(0, 1, 1e300), (0, 2, 3e300)], (0,), [0, 0.2125, 0.6375]),
        ([(0, 1, 0.5), (1, 2, 4)], (0,), [0, 0.425, 0.36125]),
        ([(0, 1, 0.25), (0, 2, 0.25)], (0,), [0, 0.2125, 0.2125]),
        ([(0, 1, 1e-300), (0, 2, 3e-300)], (0,), [0, 0, 0]),
    ],
)
def test_a_reach_worked_out_by_hand(
    edges: list[tuple[int, int, float]], begin: tuple[int, ...], share: list[float]
) -> None:
    graph, start = told(3, edges), seeds(*begin)
    assert exact.reach(graph, start) == pytest.approx(share, abs=1e-9)
    low, high = interval(reckon(graph, start, walks=WALKS, seed=3).reached, WALKS)
    assert np.all((low <= np.array(share) + 1e-12) & (np.array(share) <= high + 1e-12))


def test_walks_agree_with_the_exact_solver_within_their_interval() -> None:
    graph, start = drawn(2_000, 12_000), seeds(*range(100))
    found = reckon(graph, start, walks=WALKS, seed=7)
    low, high = interval(found.reached, WALKS)
    true = exact.reach(graph, start)
    assert np.mean((low <= true) & (true <= high)) >= 0.94
    assert found.reached.sum() / WALKS == pytest.approx(true.sum(), rel=0.005)


def test_the_exact_solver_says_the_same_of_some_as_of_all() -> None:
    graph, start = drawn(400, 2_500), seeds(1, 2, 399)
    some = np.arange(0, 400, 7)
    assert exact.reach(graph, start, some) == pytest.approx(exact.reach(graph, start)[some], abs=1e-11)


def test_the_lines_are_the_score() -> None:
    graph = drawn(500, 4_000)
    found = reckon(graph, seeds(3, 4, 5), walks=20_000, seed=1)
    assert np.array_equal(np.bincount(graph.speaker, found.by_edge, 500), found.reached)
    assert found.by_edge[graph.listener == graph.speaker].sum() == 0


def test_the_same_seed_walks_the_same_and_the_order_of_edges_changes_no_score() -> None:
    graph, start = drawn(300, 2_000), seeds(*range(30))
    first = reckon(graph, start, walks=70_000, seed=-5)
    assert np.array_equal(first.by_edge, reckon(graph, start, walks=70_000, seed=-5).by_edge)
    assert not np.array_equal(first.by_edge, reckon(graph, start, walks=70_000, seed=6).by_edge)
    other = np.lexsort((graph.weight, graph.speaker))
    again = reckon(
        Graph(300, graph.listener[other], graph.speaker[other], graph.weight[other]), start, walks=70_000, seed=-5
    )
    low, high = interval(first.reached, 70_000)
    assert np.mean((low <= again.reached / 70_000) & (again.reached / 70_000 <= high)) > 0.8


def test_a_walk_stands_by_itself() -> None:
    graph, start = drawn(300, 2_000), seeds(*range(30))
    whole = np.arange(5_000)
    begin = scoring.starts(start, whole, walks=5_000, seed=2)
    parts = [scoring.walked(graph, begin[one], whole[one], seed=2) for one in (whole % 3 == 0, whole % 3 != 0)]
    assert np.array_equal(sum(parts), reckon(graph, start, walks=5_000, seed=2).by_edge)


def test_each_seed_begins_its_share_of_the_walks() -> None:
    start = Seeds(np.array([4, 9, 2], np.int32), np.array([0.5, 0.3, 0.2]))
    begin = scoring.starts(start, np.arange(1_000), walks=1_000, seed=1)
    assert [int((begin == one).sum()) for one in (4, 9, 2)] == pytest.approx([500, 300, 200], abs=1)


def test_ones_own_links_raise_nobody() -> None:
    edges = [(0, 1, 1), (1, 2, 1), (2, 0, 1), (0, 2, 2)]
    before = exact.reach(told(6, edges), seeds(0, 1, 2))
    after = exact.reach(told(6, [*edges, (2, 3, 9), (3, 2, 9), (2, 4, 9), (4, 2, 9)]), seeds(0, 1, 2))
    assert after[2] == pytest.approx(before[2], abs=1e-12)


@pytest.mark.parametrize("people", [1, 2])
def test_who_is_alone_is_reached_by_nobody(people: int) -> None:
    graph = told(people, [])
    assert reckon(graph, seeds(0), walks=100, seed=1).reached.tolist() == [0] * people
    assert exact.reach(graph, seeds(0)).tolist() == [0.0] * people
    assert reckon(graph, seeds(), walks=100, seed=1).reached.tolist() == [0] * people
    assert len(bands(np.zeros(people, np.int64), 100).person) == 0


@pytest.mark.parametrize("edge", [(0, 1, -1.0), (0, 1, float("nan")), (0, 1, float("inf")), (0, 3, 1.0), (-1, 0, 1.0)])
def test_a_graph_that_cannot_be_is_refused(edge: tuple[int, int, float]) -> None:
    with pytest.raises(ValueError, match=r"weight|among"):
        told(3, [edge])


@pytest.mark.parametrize(("people", "share"), [([0, 1], [0.5, 0.4]), ([0, 0], [0.5, 0.5]), ([0, 1], [1.5, -0.5])])
def test_seeds_that_cannot_be_are_refused(people: list[int], share: list[float]) -> None:
    with pytest.raises(ValueError, match="seed"):
        Seeds(np.array(people, np.int32), np.array(share))


def test_an_interval_as_published() -> None:
    """Newcombe 1998, table I: 81 of 263 and 0 of 20, Wilson's method without correction."""
    assert [round(float(end), 4) for end in interval(81, 263)] == [0.2553, 0.3662]
    assert [round(float(end), 4) for end in interval(0, 20)] == [0.0, 0.1611]


def test_places_are_among_the_reached_and_lie_between_their_ends() -> None:
    found = bands(np.array([0, 5, 5, 900, 40, 0, 8_000, 41]), 10_000)
    assert found.person.tolist() == [1, 2, 3, 4, 6, 7]
    assert found.percentile == pytest.approx([100 / 6, 100 / 6, 75, 41.667, 91.667, 58.333], abs=1e-3)
    assert [scoring.BANDS[one] for one in found.band] == ["near", "near", "heard", "near", "far", "heard"]
    assert np.all((found.low <= found.percentile) & (found.percentile <= found.high))
    assert (found.low[3], found.high[3]) == pytest.approx((100 / 3, 200 / 3))


def test_places_among_the_trusted_are_not_moved_by_invented_accounts() -> None:
    real = np.arange(10, 510, 10)
    crowd = np.concatenate([real, np.full(1_000, 3)])
    trusted = np.arange(0, 50, 2)
    alone, crowded = bands(real, 10_000, among=trusted), bands(crowd, 10_000, among=trusted)
    assert np.array_equal(alone.percentile, crowded.percentile[:50])
    assert alone.percentile[25] == 52
    assert bands(crowd, 10_000).percentile[25] > 97
    assert np.array_equal(bands(real, 10_000, among=trusted[:19]).percentile, bands(real, 10_000).percentile)
