"""Real graphs of who trusts whom, and what others would say of them: PageRank, EigenTrust, in-degree."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import rankdata

from ambassadors.influence.exact import transition
from ambassadors.influence.graph import Number, Real, Whole
from ambassadors.influence.scoring import DAMPING, Graph, Seeds
from tests.shared_data import shared

STEPS = 180


@dataclass(frozen=True)
class Rated:
    """Bitcoin OTC in the order of time: `rating` is that of `listener` for `speaker`, -10 to 10 and never 0."""

    people: int
    listener: Number
    speaker: Number
    rating: Real

    @property
    def trust(self) -> Graph:
        """Who rated whom above 0, by how much."""
        liked = self.rating > 0
        return Graph(self.people, self.listener[liked], self.speaker[liked], self.rating[liked])

    @property
    def distrusted(self) -> NDArray[np.bool_]:
        """Whom at least as many rated below 0 as above."""
        below = np.bincount(self.speaker, self.rating < 0, self.people)
        found: NDArray[np.bool_] = (below > 0) & (2 * below >= np.bincount(self.speaker, minlength=self.people))
        return found

    def first(self, count: int) -> Seeds:
        """The first who rated anybody."""
        _, met = np.unique(self.listener, return_index=True)
        return Seeds.even(self.listener[np.sort(met)[:count]])


@cache
def epinions() -> Graph:
    """Who trusts whom on Epinions, each for 1; the file names the one who trusts first."""
    with zipfile.ZipFile(shared("graphs/soc-Epinions1.zip")) as folder:
        rows = np.loadtxt(io.BytesIO(folder.read("soc-Epinions1.txt")), dtype=np.int32)
    names, numbers = np.unique(rows, return_inverse=True)
    listener, speaker = numbers.reshape(rows.shape).astype(np.int32).T
    return Graph(len(names), listener, speaker, np.ones(len(rows)))


@cache
def otc() -> Rated:
    rows = np.loadtxt(shared("graphs/soc-sign-bitcoinotc.csv"), delimiter=",")
    rows = rows[np.argsort(rows[:, 3], kind="stable")]
    names, numbers = np.unique(rows[:, :2], return_inverse=True)
    listener, speaker = numbers.reshape(-1, 2).astype(np.int32).T
    return Rated(len(names), listener, speaker, rows[:, 2])


def drawn_seeds(graph: Graph, count: int, *, seed: int = 5) -> Seeds:
    chosen = np.random.default_rng(seed).choice(graph.people, count, replace=False)
    return Seeds.even(np.sort(chosen).astype(np.int32))


def pagerank(graph: Graph) -> Real:
    """Plain PageRank: walks begin at everybody, and where there is nowhere to go they begin anew."""
    return _stationary(transition(graph), np.full(graph.people, 1 / graph.people))


def eigentrust(graph: Graph, seeds: Seeds) -> Real:
    """Kamvar, Schlosser and Garcia-Molina 2003: the same, beginning at the seeds alone."""
    share = np.zeros(graph.people)
    share[seeds.person] = seeds.share
    return _stationary(transition(graph), share)


def _stationary(matrix: sparse.csr_array, begin: Real) -> Real:
    forward, stuck = sparse.csr_array(matrix.T), np.asarray(matrix.sum(axis=1)).ravel() == 0
    rank = begin
    for _ in range(STEPS):
        rank = DAMPING * (forward @ rank + rank[stuck].sum() * begin) + (1 - DAMPING) * begin
    return rank


def auc(score: Real | Whole, is_worse: NDArray[np.bool_]) -> float:
    """How often one of the others scores above one of the worse (ties by half)."""
    ranks, worse, others = rankdata(score), int(is_worse.sum()), int((~is_worse).sum())
    return float((ranks[~is_worse].sum() - others * (others + 1) / 2) / (worse * others))
