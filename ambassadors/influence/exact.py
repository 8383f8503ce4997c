"""The share that the walks estimate, solved exactly: V/G - s, with V and G from the inverse of I - 0.85 P.

P[i, j] is the share of i's weight that goes to j; a row sums to 1, or to its weight where that is less. V[j], the sum over i
of s[i] times the inverse at (i, j), is how often walks are at j, starts included; G[j], the inverse at (j, j), how often
those are that begin there. The first visit of a walk comes before all its others, so V/G is the share that ever is at j.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ambassadors.influence.graph import FULL, AnyWhole, Graph, Real, Seeds
from ambassadors.influence.scoring import DAMPING

EXACTNESS = 1e-12
DENSE = 6_000
LOT = 64


def reach(graph: Graph, seeds: Seeds, members: AnyWhole | None = None) -> Real:
    """For each person, or each of `members`, the share of walks that begin at others and ever come by."""
    matrix = transition(graph)
    share = np.zeros(graph.people)
    share[seeds.person] = seeds.share
    chosen = np.arange(graph.people) if members is None else np.asarray(members)
    returns = all_returns(matrix)[chosen] if members is None else some_returns(matrix, chosen)
    found: Real = visits(matrix, share)[chosen] / returns - share[chosen]
    return np.maximum(0.0, found)


def transition(graph: Graph) -> sparse.csr_array:
    """P, without what anybody says to themselves."""
    heard = graph.listener != graph.speaker
    listener, speaker, weight = graph.listener[heard], graph.speaker[heard], graph.weight[heard]
    sums = np.bincount(listener, weight, graph.people)
    return sparse.csr_array(
        (weight / np.maximum(FULL, sums)[listener], (listener, speaker)), shape=(graph.people, graph.people)
    )


def visits(matrix: sparse.csr_array, share: Real) -> Real:
    """V: how often walks that begin by `share` are at each person, starts included (Neumann's series)."""
    return _series(sparse.csr_array(matrix.T), share)


def some_returns(matrix: sparse.csr_array, members: AnyWhole) -> Real:
    """G of these members alone: one column of the inverse each, of which only its own entry is kept."""
    found = np.empty(len(members))
    for begun in range(0, len(members), LOT):
        lot = members[begun : begun + LOT]
        columns = np.zeros((matrix.shape[0], len(lot)))
        columns[lot, np.arange(len(lot))] = 1
        found[begun : begun + LOT] = _series(matrix, columns)[lot, np.arange(len(lot))]
    return found


def all_returns(matrix: sparse.csr_array) -> Real:
    """G of everybody. A walk comes back only within a strongly connected part, so each part is inverted by itself."""
    found = np.ones(matrix.shape[0])
    _, part = connected_components(matrix, connection="strong")
    order = np.argsort(part, kind="stable")
    for people in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        if len(people) > DENSE:
            found[people] = some_returns(matrix, people)
        elif len(people) > 1:
            within = matrix[people][:, people].toarray()
            found[people] = np.diag(np.linalg.inv(np.eye(len(people)) - DAMPING * within))
    return found


def _series(matrix: sparse.csr_array, begun: Real) -> Real:
    """The sum over k of (0.85 matrix)^k begun, up to where the rest is below `EXACTNESS`."""
    total, term = begun.copy(), begun
    for _ in range(int(np.log(EXACTNESS * (1 - DAMPING)) / np.log(DAMPING)) + 1):
        term = DAMPING * (matrix @ term)
        total += term
    return total
