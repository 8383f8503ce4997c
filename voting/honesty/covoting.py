"""Who votes in step with whom: pairs of people that share more than chance lets them.

The null is the bipartite configuration model: of all tables in which everybody gives as many votes as they gave and every
idea has as many as it has, the most random one; people p and ideas i meet with probability x_p y_i / (1 + x_p y_i) (Saracco,
Straka, Di Clemente, Gabrielli, Caldarelli, Squartini: Inferring monopartite projections of bipartite networks, New Journal
of Physics 19, 2017, equations 5 to 12). What two people share is then a sum of independent chances, taken as Poisson as the
paper does for sparse tables. The paper then validates pairs by their false discovery rate; here a pair accuses nobody and only
says where to look for a group (`rings`), so one limit on its chance is enough. Which pairs are looked at is found by banded
min-hashes (Broder 1997), since hardly any two people of a hundred thousand share anything. Nothing here reads a database.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ROUNDS, CLOSE = 2_000, 1e-9


@dataclass(frozen=True)
class Chances:
    """The null by classes of equal degree: `people[p]` and `ideas[i]` are classes, `meets` `(people, ideas)` a chance.

    `shared` `(people, people)` is how many ideas two people of these classes share on average.
    """

    people: Ints
    ideas: Ints
    meets: Floats
    shared: Floats


@dataclass(frozen=True)
class Pairs:
    """Two people each `(pairs,)`, what they share, and how likely it is that chance lets them share as much, as a logarithm."""

    one: Ints
    other: Ints
    shared: Ints
    log_chance: Floats

    def where(self, chosen: NDArray[np.bool_]) -> Pairs:
        return Pairs(self.one[chosen], self.other[chosen], self.shared[chosen], self.log_chance[chosen])


def table(person: Ints, idea: Ints, *, people: int, ideas: int) -> sparse.csr_array:
    """Votes `(people, ideas)` as ones, each once."""
    votes = sparse.csr_array((np.ones(len(person), dtype=np.int32), (person, idea)), shape=(people, ideas))
    votes.sum_duplicates()
    votes.sort_indices()
    votes.data[:] = 1
    return votes


def chances(votes: sparse.csr_array) -> Chances:
    """The configuration model of a table, solved by fixed points over classes of equal degree."""
    given, people, of_people = np.unique(np.diff(votes.indptr), return_inverse=True, return_counts=True)
    had, ideas, of_ideas = np.unique(
        np.bincount(votes.indices, minlength=votes.shape[1]), return_inverse=True, return_counts=True
    )
    total = max(1.0, float(votes.nnz))
    x, y = given / np.sqrt(total), had / np.sqrt(total)
    for _round in range(ROUNDS):
        before = x
        x = given / np.maximum(((y / (1 + np.outer(x, y))) * of_ideas).sum(axis=1), CLOSE)
        y = had / np.maximum(((x[:, None] / (1 + np.outer(x, y))) * of_people[:, None]).sum(axis=0), CLOSE)
        if np.all(np.abs(x - before) <= CLOSE * np.maximum(before, CLOSE)):
            break
    product = np.outer(x, y)
    meets = product / (1 + product)
    return Chances(people.astype(np.int64), ideas.astype(np.int64), meets, (meets * of_ideas) @ meets.T)


def candidates(votes: sparse.csr_array, *, bands: int, seed: int, width: int = 2) -> tuple[Ints, Ints]:
    """Pairs of people whose least hashes agree in a band of two, each beside the next few that fell in with them."""
    lot = np.random.default_rng(seed)
    rows = np.flatnonzero(np.diff(votes.indptr) > 1)
    some = votes[rows]
    found = []
    for _band in range(bands):
        keys = np.zeros(len(rows), dtype=np.uint64)
        for _row in range(2):
            order = lot.permutation(votes.shape[1]).astype(np.uint32)
            least = np.minimum.reduceat(order.take(some.indices), some.indptr[:-1]) if len(rows) else order[:0]
            keys = keys * np.uint64(votes.shape[1]) + least.astype(np.uint64)
        place = np.argsort(keys, kind="stable")
        for step in range(1, width + 1):
            same = np.flatnonzero(keys[place[step:]] == keys[place[:-step]])
            one, other = rows[place[same]], rows[place[same + step]]
            found.append(np.minimum(one, other) * votes.shape[0] + np.maximum(one, other))
    distinct = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return distinct // votes.shape[0], distinct % votes.shape[0]


def tested(votes: sparse.csr_array, null: Chances, one: Ints, other: Ints) -> Pairs:
    """What some pairs share, and how likely that is by chance."""
    shared = np.zeros(len(one), dtype=np.int64)
    for start in range(0, len(one), 200_000):
        part = slice(start, start + 200_000)
        shared[part] = _shared(votes, one[part], other[part])
    mean = null.shared[null.people[one], null.people[other]]
    return Pairs(one, other, shared, _log_tail(shared, mean))


def _shared(votes: sparse.csr_array, one: Ints, other: Ints) -> Ints:
    """Each idea of the one of a pair who gave fewer votes is looked up among the votes of the other."""
    given = np.diff(votes.indptr)
    swapped = given[one] > given[other]
    fewer, more = np.where(swapped, other, one), np.where(swapped, one, other)
    many = given[fewer].astype(np.int64)
    pair = np.repeat(np.arange(len(one)), many)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many)
    asked = more[pair] * votes.shape[1] + votes.indices[votes.indptr[fewer][pair] + within]
    there = np.repeat(np.arange(votes.shape[0]), given) * votes.shape[1] + votes.indices
    place = np.minimum(np.searchsorted(there, asked), len(there) - 1)
    return np.bincount(pair[there[place] == asked], minlength=len(one)) if len(there) else np.zeros(len(one), np.int64)


def _log_tail(shared: Ints, mean: Floats) -> Floats:
    """The logarithm of P(X >= shared) for a Poisson X, exact where it is not too small for a number and bounded where it is."""
    found = np.zeros(len(shared))
    some = shared > 0
    with np.errstate(divide="ignore"):
        found[some] = np.log(special.gammainc(shared[some], mean[some]))
    far = ~np.isfinite(found)
    found[far] = shared[far] * np.log(mean[far]) - mean[far] - special.gammaln(shared[far] + 1)
    return found


def unlikely(pairs: Pairs, *, chance: float, least: int) -> Pairs:
    """Pairs that share at least so many ideas, and by chance would hardly."""
    return pairs.where((pairs.log_chance <= np.log(chance)) & (pairs.shared >= least))
