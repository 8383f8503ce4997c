"""Attacks on real graphs, smaller than `python -m benchmarks resistance`, whose figures docs/resistance.md shows."""

from __future__ import annotations

import igraph
import numpy as np
import pytest

from ambassadors.influence import exact
from ambassadors.influence.graph import AnyWhole, Real
from ambassadors.influence.scoring import Graph, Seeds, bands, interval, reckon
from tests.ambassadors.influence import attacks, real

pytestmark = pytest.mark.real
WALKS = 300_000


@pytest.fixture(scope="module")
def graph() -> Graph:
    return real.epinions()


@pytest.fixture(scope="module")
def seeds(graph: Graph) -> Seeds:
    return real.drawn_seeds(graph, 1_000)


@pytest.fixture(scope="module")
def reached(graph: Graph, seeds: Seeds) -> AnyWhole:
    return reckon(graph, seeds, walks=WALKS, seed=1).reached


def test_fakes_that_link_back_bring_their_owners_nothing(graph: Graph, seeds: Seeds, reached: AnyWhole) -> None:
    members = np.random.default_rng(3).choice(np.flatnonzero(reached), 20, replace=False).astype(np.int32)
    after = attacks.linking_back(graph, members, 100)
    gains = exact.reach(after, seeds, members) / exact.reach(graph, seeds, members)
    assert np.median(gains) <= 1.1
    assert np.median(real.pagerank(after)[members] / real.pagerank(graph)[members]) > 10
    assert np.median(real.eigentrust(after, seeds)[members] / real.eigentrust(graph, seeds)[members]) > 2


def test_a_seeds_own_return_is_not_counted(graph: Graph, seeds: Seeds) -> None:
    """With it, fakes that send a seed's own walks back would lift the seed."""
    returning, found = list[Real](), list[Real]()
    member = seeds.person[np.argsort(attacks.followers(graph)[seeds.person])[-300:-299]]
    for one in (graph, attacks.linking_back(graph, member, 100)):
        found.append(exact.reach(one, seeds, member))
        returning.append((1 - 1 / exact.some_returns(exact.transition(one), member)) / len(seeds.person))
    assert found[1] == pytest.approx(found[0], rel=1e-9)
    assert np.all(found[1] + returning[1] > 1.1 * (found[0] + returning[0]))


def test_a_ring_of_new_accounts_stays_below_the_median(graph: Graph, seeds: Seeds, reached: AnyWhole) -> None:
    after = attacks.ring(graph, 100)
    assert reckon(after, seeds, walks=WALKS, seed=1).reached[graph.people :].sum() == 0
    middle = np.flatnonzero(reached == np.median(reached[reached > 0]))[:1]
    heard = attacks.more(after, 0, np.stack([middle, [graph.people]], 1))
    ring = exact.reach(heard, seeds, np.arange(graph.people, graph.people + 100, 9))
    assert 0 < ring.max() < np.median(reached[reached > 0]) / WALKS


def test_a_thousand_sybils_move_nobody_by_five_places() -> None:
    graph, seeds = real.otc().trust, real.otc().first(100)
    before = reckon(graph, seeds, walks=100_000, seed=1).reached
    few = np.flatnonzero((attacks.followers(graph) == 5) & (before > 0))
    for member in np.random.default_rng(4).choice(few, 5, replace=False):
        after = reckon(attacks.sybils(graph, int(member), 1_000), seeds, walks=100_000, seed=1).reached
        assert after[member] == before[member]
        assert _place(after, member, seeds) - _place(before, member, seeds) < 5


@pytest.mark.parametrize("life", [0, 1])
def test_supports_bought_for_a_day_fade_by_their_half_life(life: int) -> None:
    """Also where they are all that the strangers ever did."""
    whole = real.otc().trust
    strangers = np.random.default_rng(6).choice(whole.people, 50, replace=False).astype(np.int32)
    own = np.isin(whole.listener, strangers) & (life == 0)
    graph = Graph(whole.people, whole.listener[~own], whole.speaker[~own], np.maximum(1, whole.weight[~own]))
    seeds = Seeds.even(strangers)
    few = np.flatnonzero(attacks.followers(graph) == 3)
    member = few[~np.isin(few, strangers)][:1]
    none = exact.reach(graph, seeds, member)[0]
    gains = [
        exact.reach(attacks.bought(graph, int(member[0]), strangers, half_lives=age), seeds, member)[0] - none
        for age in range(4)
    ]
    assert gains[0] > none
    for age in (1, 2, 3):
        assert gains[age] / gains[0] <= 1.25 * 0.5**age
    if not life:
        assert np.array(gains) / gains[0] == pytest.approx([1, 0.5, 0.25, 0.125], rel=1e-6)


def test_walks_and_the_exact_solver_agree_within_what_is_stated(graph: Graph, seeds: Seeds, reached: AnyWhole) -> None:
    some = np.random.default_rng(8).choice(np.flatnonzero(reached), 16, replace=False)
    trust, first = real.otc().trust, real.otc().first(100)
    others = np.arange(0, trust.people, 40)
    found = reckon(trust, first, walks=WALKS, seed=1).reached[others]
    for counted, true in ((reached[some], exact.reach(graph, seeds, some)), (found, exact.reach(trust, first, others))):
        low, high = interval(counted, WALKS)
        assert np.mean((low <= true) & (true <= high)) >= 0.9


def test_pagerank_of_the_same_matrix_equals_igraphs(graph: Graph) -> None:
    for one in (graph, real.otc().trust):
        theirs = igraph.Graph(one.people, np.stack([one.listener, one.speaker], 1).tolist(), directed=True)
        published = np.array(theirs.pagerank(damping=0.85, weights=one.weight.tolist()))
        assert real.pagerank(one) == pytest.approx(published, rel=5e-7, abs=1e-13)


def test_whom_others_distrust_stands_lower_than_by_counting_friends() -> None:
    rated = real.otc()
    degree = np.bincount(rated.trust.speaker, minlength=rated.people)
    for seeds in (rated.first(100), real.drawn_seeds(rated.trust, 100)):
        reached = reckon(rated.trust, seeds, walks=100_000, seed=1).reached
        assert real.auc(reached, rated.distrusted) > real.auc(degree, rated.distrusted) + 0.05


def _place(reached: AnyWhole, member: int, seeds: Seeds) -> float:
    found = bands(reached, 100_000, among=seeds.person)
    return float(found.percentile[found.person == member][0])
