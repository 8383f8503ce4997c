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

from voting.honesty.covoting import Ints, Pairs

TURNS = 8
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


class Rows:
    """A sparse table read by rows and by columns."""

    def __init__(self, votes: sparse.csr_array) -> None:
        self.votes, self.turned = votes, votes.T.tocsr()
        self.given = np.diff(votes.indptr)

    def ideas_of(self, people: Ints) -> Ints:
        return _gathered(self.votes, people)

    def people_of(self, ideas: Ints) -> Ints:
        return _gathered(self.turned, ideas)


def _gathered(table: sparse.csr_array, rows: Ints) -> Ints:
    return np.concatenate([table.indices[table.indptr[row] : table.indptr[row + 1]] for row in rows])


def found(votes: sparse.csr_array, pairs: Pairs, shape: Shape) -> list[Ring]:
    """The rings that pairs lead to, the unlikeliest pair first; nobody is in two."""
    rows, seen = Rows(votes), np.zeros(votes.shape[0], dtype=bool)
    rings: list[Ring] = []
    for place in np.argsort(pairs.log_chance, kind="stable")[: shape.seeds]:
        pair = np.array([pairs.one[place], pairs.other[place]])
        if seen[pair].all():
            continue
        ring = _grown(rows, pair, shape)
        seen[pair] = True
        if ring is not None:
            fresh = ring.people[~_taken(rings, ring.people)] if rings else ring.people
            seen[ring.people] = True
            if len(fresh) >= shape.people:
                rings.append(Ring(fresh, ring.core))
    return rings


def _taken(rings: list[Ring], people: Ints) -> NDArray[np.bool_]:
    return np.isin(people, np.concatenate([ring.people for ring in rings]))


def _grown(rows: Rows, pair: Ints, shape: Shape) -> Ring | None:
    ideas, count = np.unique(rows.ideas_of(pair), return_counts=True)
    core, people = ideas[count == len(pair)], pair
    for _turn in range(TURNS):
        if not shape.ideas - 1 <= len(core) <= WIDEST:
            return None
        before = (len(people), len(core))
        people = _supporters(rows, core, shape)
        if len(people) < len(pair):
            return None
        ideas, count = np.unique(rows.ideas_of(people), return_counts=True)
        core = ideas[count >= shape.rho * len(people)]
        if (len(people), len(core)) == before:
            break
    is_one = len(people) >= shape.people and len(core) >= shape.ideas
    return Ring(people.astype(np.int64), core.astype(np.int64)) if is_one else None


def _supporters(rows: Rows, core: Ints, shape: Shape) -> Ints:
    """Who supports most of the core, and gave a fair part of their votes to it."""
    who, count = np.unique(rows.people_of(core), return_counts=True)
    needed = max(shape.ideas - 1, int(np.ceil(shape.rho * len(core))))
    return np.asarray(who[(count >= needed) & (count >= shape.own * rows.given[who])], dtype=np.int64)
