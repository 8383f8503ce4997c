"""Groups that mostly hear each other: what an onlooker would want to see, never what lowers a score.

Only mutual listening counts. Of its pairs those without two companions in common are left out, of its people those with fewer
than three, until none is left to leave out (a k-truss within a k-core: S. B. Seidman, "Network structure and minimum degree",
Social Networks 5, 1983); what is still connected is measured. Who hears and is heard by hundreds is in nobody's ring.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ambassadors.influence.graph import Graph, Whole

DEGREE, COMMON = 3, 2
SIZE, MOST = (4, 200), 400
DENSE, INSIDE = 0.5, 0.8


@dataclass(frozen=True)
class Ring:
    """People who hear each other: `density` is the share of their pairs who do so both ways, `inside` the share of the weight
    with which they are heard that comes from among them, `given` the share of what they give that stays there.
    """

    people: tuple[int, ...]
    density: float
    inside: float
    given: float


def rings(graph: Graph) -> list[Ring]:
    """Groups in which half of the pairs hear each other and four fifths of how they are heard is from inside: largest first."""
    heard = _weights(graph)
    mutual = _core(_mutual(heard))
    count, group = connected_components(mutual, directed=False)
    sizes = np.bincount(group, minlength=count)
    numbers = np.flatnonzero((sizes >= SIZE[0]) & (sizes <= SIZE[1]))
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(sizes)
    found = [_measured(heard, order[ends[number] - sizes[number] : ends[number]]) for number in numbers]
    kept = [ring for ring in found if ring.density >= DENSE and ring.inside >= INSIDE]
    return sorted(kept, key=lambda ring: (-len(ring.people), ring.people))


def _weights(graph: Graph) -> sparse.csr_array:
    apart = graph.listener != graph.speaker
    ends = (graph.listener[apart], graph.speaker[apart])
    matrix = sparse.csr_array((graph.weight[apart], ends), shape=(graph.people, graph.people))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def _mutual(heard: sparse.csr_array) -> sparse.csr_array:
    """1 where both listen to one another."""
    listens = heard.astype(bool).astype(np.int32)
    return sparse.csr_array(listens.multiply(listens.T))


def _core(mutual: sparse.csr_array) -> sparse.csr_array:
    """What is left without pairs of fewer than `COMMON` companions in common and people of fewer than `DEGREE`."""
    mutual = _only(mutual, _degrees(mutual) <= MOST)
    while mutual.nnz:
        close = sparse.csr_array((mutual @ mutual).multiply(mutual))
        close.data = (close.data >= COMMON).astype(np.int32)
        close.eliminate_zeros()
        kept = _only(close, _degrees(close) >= DEGREE)
        if kept.nnz == mutual.nnz:
            break
        mutual = kept
    return mutual


def _degrees(matrix: sparse.csr_array) -> NDArray[np.int64]:
    return np.asarray(matrix.sum(axis=1), np.int64).ravel()


def _only(matrix: sparse.csr_array, stays: NDArray[np.bool_]) -> sparse.csr_array:
    """The same with nothing but what is among those who stay."""
    pairs = matrix.tocoo()
    both = stays[pairs.row] & stays[pairs.col]
    return sparse.csr_array((pairs.data[both], (pairs.row[both], pairs.col[both])), shape=matrix.shape)


def _measured(heard: sparse.csr_array, people: Whole) -> Ring:
    within = heard[people][:, people]
    pairs = _mutual(within).nnz / (len(people) * (len(people) - 1))
    inner = float(within.sum())
    return Ring(
        people=tuple(int(person) for person in people),
        density=float(pairs),
        inside=_share(inner, _sum(heard[:, people])),
        given=_share(inner, _sum(heard[people])),
    )


def _sum(part: sparse.csr_array) -> float:
    return float(part.sum())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def members(found: list[Ring], people: int) -> NDArray[np.int64]:
    """For each person the number of their ring in the list, -1 for none."""
    number = np.full(people, -1, np.int64)
    for place, ring in enumerate(found):
        number[list(ring.people)] = place
    return number
