"""What attacks on influence bring, and how it compares, on real graphs: `docs/resistance.md` is made of these figures.

The graphs are public data beside the checkout; every draw is seeded.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ambassadors.influence import exact
from ambassadors.influence.graph import AnyWhole, Number, Real
from ambassadors.influence.scoring import Graph, Seeds, bands, interval, reckon
from benchmarks.figures import Figure
from tests.ambassadors.influence import attacks, real

SEEDS, WALKS, MEMBERS, FAKES = 1_000, 2_000_000, 20, 100


def resistance() -> Iterator[Figure]:
    graph = real.epinions()
    seeds = real.drawn_seeds(graph, SEEDS)
    reached = reckon(graph, seeds, walks=WALKS, seed=1).reached
    yield from _fakes(graph, seeds, _ordinary(reached))
    yield from _rings(graph, seeds, reached)
    yield from _sybils("Epinions", graph, seeds, WALKS)
    yield from _sybils("Bitcoin OTC", real.otc().trust, real.otc().first(100), 500_000)
    yield from _bought(graph, seeds, reached)
    yield from _agreement(graph, seeds, reached)
    yield from _distrust()


def _ordinary(reached: AnyWhole) -> Number:
    """Twenty of the reached, whoever they are."""
    return np.sort(np.random.default_rng(3).choice(np.flatnonzero(reached), MEMBERS, replace=False)).astype(np.int32)


def _fakes(graph: Graph, seeds: Seeds, members: Number) -> Iterator[Figure]:
    gains: dict[str, list[float]] = {"reach": [], "EigenTrust": [], "PageRank": []}
    before = exact.reach(graph, seeds, members), real.eigentrust(graph, seeds), real.pagerank(graph)
    for place, member in enumerate(members):
        after = attacks.linking_back(graph, np.array([member]), FAKES)
        gains["reach"].append(exact.reach(after, seeds, np.array([member]))[0] / before[0][place])
        gains["EigenTrust"].append(real.eigentrust(after, seeds)[member] / before[1][member])
        gains["PageRank"].append(real.pagerank(after)[member] / before[2][member])
    for name, found in gains.items():
        held = 1.1 if name == "reach" else None
        yield Figure(
            f"(a) {FAKES} fakes each linking back: {name}, median of {MEMBERS}", _median(found), "x", at_most=held
        )
        yield Figure(f"(a) {FAKES} fakes each linking back: {name}, most of {MEMBERS}", max(found), "x", at_most=held)


def _rings(graph: Graph, seeds: Seeds, reached: AnyWhole) -> Iterator[Figure]:
    """A ring nobody listens to; then one to which the median member listens, or which holds a seed."""
    middle = float(np.median(reached[reached > 0])) / WALKS
    alone = attacks.ring(graph, FAKES)
    names = np.arange(graph.people, alone.people)
    yield Figure("(a) ring of 100 new accounts, reached", _most(alone, seeds, names), "x of the median", at_most=1)
    median = int(np.flatnonzero(reached)[np.argsort(reached[reached > 0])[np.count_nonzero(reached) // 2]])
    heard = attacks.more(alone, 0, np.array([[median, graph.people]]))
    most = _most(heard, seeds, names) / middle
    yield Figure("(a) the same, a median member listens to one of them", most, "x of the median", at_most=1)
    bribed = Seeds.even(np.append(seeds.person, np.int32(graph.people)))
    yield Figure("(a) the same, one of them a seed", _most(alone, bribed, names) / middle, "x of the median")


def _sybils(name: str, graph: Graph, seeds: Seeds, walks: int) -> Iterator[Figure]:
    """With five real followers each: places of a hundred among trusted, and among all who are reached; by the same walks."""
    reached = reckon(graph, seeds, walks=walks, seed=1).reached
    few = np.flatnonzero((attacks.followers(graph) == 5) & (reached > 0))
    members = np.random.default_rng(4).choice(few, 11, replace=False)
    trusted, everybody = list[float](), list[float]()
    for member in members:
        after = reckon(attacks.sybils(graph, int(member), 1_000), seeds, walks=walks, seed=1).reached
        for gains, among in ((trusted, seeds.person), (everybody, None)):
            gains.append(_place(after, walks, int(member), among) - _place(reached, walks, int(member), among))
    most = f"(b) 1,000 sybils behind one, {name}: most of 11"
    yield Figure(most, max(trusted), "places of a hundred", at_most=5)
    yield Figure(f"{most}, were places among all", max(everybody), "places of a hundred")


def _bought(graph: Graph, seeds: Seeds, reached: AnyWhole) -> Iterator[Figure]:
    """Of 100 strangers among the reached; what their supports bring, by half-lives since."""
    member = np.array([_ordinary(reached)[0]])
    lot = np.random.default_rng(6)
    strangers = lot.choice(np.flatnonzero(reached), 100, replace=False).astype(np.int32)
    none = exact.reach(graph, seeds, member)[0]
    gains = []
    for age in range(5):
        after = exact.reach(attacks.bought(graph, int(member[0]), strangers, half_lives=age), seeds, member)[0]
        gains.append(after - none)
    yield Figure("(c) 100 supports bought for a day: on that day", (none + gains[0]) / none, "x")
    for age in range(1, 5):
        left = gains[age] / gains[0]
        yield Figure(f"(c) of that gain, after {age} half-lives", left, "of 1", at_most=1.25 * 0.5**age)


def _agreement(graph: Graph, seeds: Seeds, reached: AnyWhole) -> Iterator[Figure]:
    trust, first = real.otc().trust, real.otc().first(100)
    found = reckon(trust, first, walks=500_000, seed=1).reached
    yield _within("Bitcoin OTC, everybody", found, exact.reach(trust, first), 500_000)
    some = np.random.default_rng(8).choice(np.flatnonzero(reached), 300, replace=False)
    yield _within("Epinions, 300 of the reached", reached[some], exact.reach(graph, seeds, some), WALKS)


def _within(name: str, reached: AnyWhole, true: Real, walks: int) -> Figure:
    low, high = interval(reached, walks)
    return Figure(
        f"(d) exact within the stated 95 %: {name}", float(np.mean((low <= true) & (true <= high))), "of 1", 0.94
    )


def _distrust() -> Iterator[Figure]:
    """Bitcoin OTC: how often one who is trusted stands above one who is distrusted."""
    rated = real.otc()
    worse = rated.distrusted
    degree = np.bincount(rated.trust.speaker, minlength=rated.people)
    held = real.auc(degree, worse)
    for name, seeds in (("first 100 raters", rated.first(100)), ("100 drawn", real.drawn_seeds(rated.trust, 100))):
        found = real.auc(reckon(rated.trust, seeds, walks=500_000, seed=1).reached, worse)
        yield Figure(f"(d) Bitcoin OTC, distrusted below others: reach, seeds the {name}", found, "AUC", at_least=held)
    yield Figure("(d) the same: in-degree of trust", held, "AUC")
    yield Figure("(d) the same: PageRank", real.auc(real.pagerank(rated.trust), worse), "AUC")
    yield Figure("(d) the same: EigenTrust", real.auc(real.eigentrust(rated.trust, rated.first(100)), worse), "AUC")


def _most(graph: Graph, seeds: Seeds, names: AnyWhole) -> float:
    return float(exact.reach(graph, seeds, names).max())


def _place(reached: AnyWhole, walks: int, member: int, among: AnyWhole | None) -> float:
    found = bands(reached, walks, among=among)
    return float(found.percentile[found.person == member][0])


def _median(values: list[float]) -> float:
    return float(np.median(values))
