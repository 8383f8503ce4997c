"""Groups that vote alike as a whole: people and the ideas that most of them support, each found from the other.

From a pair that shares more than chance lets it, by turns: the people who support most of what is shared, then what most of
these support, until neither changes. That is the search of CopyCatch (Beutel, Xu, Guruswami, Palow, Faloutsos: CopyCatch,
stopping group attacks by spotting lockstep behavior in social networks, WWW 2013, section 4) with its part `rho` and without
its window of time, so that votes which come slowly are found too. Whoever gave most of their votes elsewhere is not in it.
Nothing here reads a database.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voting.honesty.covoting import Floats, Ints, Pairs

TURNS = 8
AT_ONCE = 512
WIDEST = 80
"""Ideas that a pair shares at most: whoever shares more is somebody who supports nearly everything."""


@dataclass(frozen=True)
class Ring:
    """People `(members,)` and the ideas `(core,)` that most of them support."""

    people: Ints
    core: Ints


@dataclass(frozen=True)
class Shape:
    """A ring has so many people and ideas at least; each of its people supports the part `rho` of them, which are the part
    `own` of their votes, and each of its ideas is supported by the part `rho` of its people."""

    people: int = 8
    ideas: int = 4
    rho: float = 0.5
    own: float = 0.2
    seeds: int = 20_000


def found(votes: sparse.csr_array, pairs: Pairs, shape: Shape) -> list[Ring]:
    """The rings that pairs lead to, the unlikeliest pair first; nobody is in two."""
    turned, seen = votes.T.tocsr(), np.zeros(votes.shape[0], dtype=bool)
    order = np.argsort(pairs.log_chance, kind="stable")[: shape.seeds]
    rings: list[Ring] = []
    for start in range(0, len(order), AT_ONCE):
        chosen = order[start : start + AT_ONCE]
        chosen = chosen[~(seen[pairs.one[chosen]] & seen[pairs.other[chosen]])]
        one, other = pairs.one[chosen], pairs.other[chosen]
        grown = _grown(votes, turned, one, other, shape)
        for place in range(len(chosen)):
            _take(rings, seen, np.array([one[place], other[place]]), grown.get(place), shape)
    return rings


def _take(rings: list[Ring], seen: NDArray[np.bool_], pair: Ints, ring: Ring | None, shape: Shape) -> None:
    """A ring that comes from a pair which no ring before it took."""
    if seen[pair].all():
        return
    seen[pair] = True
    if ring is not None:
        fresh = ring.people[~_taken(rings, ring.people)] if rings else ring.people
        seen[ring.people] = True
        if len(fresh) >= shape.people:
            rings.append(Ring(fresh, ring.core))


def _taken(rings: list[Ring], people: Ints) -> NDArray[np.bool_]:
    return np.isin(people, np.concatenate([ring.people for ring in rings]))


def _grown(votes: sparse.csr_array, turned: sparse.csr_array, one: Ints, other: Ints, shape: Shape) -> dict[int, Ring]:
    """What each pair leads to, all of them by turns together: rows of sparse tables `(pairs, ideas)` and `(pairs, people)`."""
    given = np.diff(votes.indptr)
    place, core = np.arange(len(one)), sparse.csr_array(votes[one].multiply(votes[other]))
    sizes, rings = np.column_stack([np.full(len(one), 2), _widths(core)]), {}
    for turn in range(TURNS):
        fits = (_widths(core) >= shape.ideas - 1) & (_widths(core) <= WIDEST)
        place, core, sizes = place[fits], core[fits], sizes[fits]
        people = _supporters(core, turned, given, shape)
        fits = _widths(people) >= 2
        place, people, sizes = place[fits], people[fits], sizes[fits]
        core = _chosen(people @ votes, (shape.rho * _widths(people)).astype(float), 2 * shape.rho)
        now = np.column_stack([_widths(people), _widths(core)])
        still = (now == sizes).all(axis=1) | (turn == TURNS - 1)
        for row in np.flatnonzero(still & (now[:, 0] >= shape.people) & (now[:, 1] >= shape.ideas)):
            rings[int(place[row])] = Ring(_row(people, int(row)), _row(core, int(row)))
        place, core, sizes = place[~still], core[~still], now[~still]
    return rings


def _supporters(core: sparse.csr_array, turned: sparse.csr_array, given: Ints, shape: Shape) -> sparse.csr_array:
    """Who supports most of each core, and gave a fair part of their votes to it."""
    needed = np.maximum(shape.ideas - 1, np.ceil(shape.rho * _widths(core)))
    held = core @ turned
    return _chosen(held, needed.astype(float), shape.ideas - 1, (given * shape.own).astype(float))


def _chosen(table: sparse.csr_array, needed: Floats, least: float, of_column: Floats | None = None) -> sparse.csr_array:
    """The entries of a table that reach what their row needs, which is at least so much, and what their column needs; as ones."""
    some = np.flatnonzero(table.data >= least)
    row = np.searchsorted(table.indptr, some, side="right") - 1
    data, column = table.data[some], table.indices[some]
    kept = data >= needed[row]
    if of_column is not None:
        kept &= data >= of_column[column]
    ends = np.searchsorted(some[kept], table.indptr)
    return sparse.csr_array((np.ones(len(some[kept]), dtype=np.int32), column[kept], ends), shape=table.shape)


def _widths(table: sparse.csr_array) -> Ints:
    """How many entries each row has."""
    return np.diff(table.indptr)


def _row(table: sparse.csr_array, row: int) -> Ints:
    return np.sort(table.indices[table.indptr[row] : table.indptr[row + 1]]).astype(np.int64)
