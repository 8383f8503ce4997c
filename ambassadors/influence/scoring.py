"""How far somebody carries: the share of random walks from trusted seeds, along who listens to whom, that ever come by.

A walk begins at a seed, stops with probability 0.15 before each step and where there is nowhere to go, and else follows one
of the edges of whom it is at by their weights; who listens with less than 1 in all (the rest has faded) passes it on that much
less often. Counting first visits is J. Hopcroft and D. Sheldon, "Manipulation-resistant
reputations using hitting time", Internet Mathematics 5(1), 2008; here walks that begin at a person leave that person's own
count untouched. Every walk depends on the public seed and its number alone: each may be walked again, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ambassadors.influence.bands import BANDS, DAMPING, FROM
from ambassadors.influence.graph import AnyWhole, Graph, Number, Real, Rows, Seeds, Whole

__all__ = ["BANDS", "DAMPING", "Graph", "Reckoning", "Seeds", "Standings", "bands", "interval", "reckon", "walks_for"]

LOT = 1 << 19
ENOUGH = 20
NEAR = 6
NOBODY = np.int32(-1)
SURE = 1.959963984540054

Dice = NDArray[np.uint64]
Step = tuple[Number, Number, NDArray[np.bool_]]


@dataclass(frozen=True)
class Reckoning:
    """Of `walks`, `reached[i]` did not begin at i and ever came to i; `by_edge[k]` first came to speaker[k] by edge k.

    The parts are the whole: `bincount(speaker, by_edge)` equals `reached`.
    """

    walks: int
    reached: Whole
    by_edge: Whole


@dataclass(frozen=True)
class Standings:
    """Of those reached, one entry each: their place of a hundred with 95 % either side, and `band`, a number of `BANDS`."""

    person: Whole
    percentile: Real
    low: Real
    high: Real
    band: Whole


def reckon(graph: Graph, seeds: Seeds, *, walks: int, seed: int) -> Reckoning:
    """Walk them all. `seed` is any whole number; without seeds, edges or walks nobody is reached."""
    by_edge = np.zeros(len(graph.listener), np.int64)
    if len(seeds.person):
        for begun in range(0, walks, LOT):
            lot = np.arange(begun, min(begun + LOT, walks), dtype=np.int64)
            by_edge += walked(graph, starts(seeds, lot, walks=walks, seed=seed), lot, seed=seed)
    return Reckoning(walks, np.bincount(graph.speaker, by_edge, graph.people).astype(np.int64), by_edge)


def walks_for(people: int) -> int:
    """How many walks suit a graph: thirty a person, from 100,000 to 3,000,000."""
    return min(3_000_000, max(100_000, 30 * people))


def starts(seeds: Seeds, walk: Whole, *, walks: int, seed: int) -> Number:
    """Whom each walk begins at: walks are dealt out in turn by the seeds' shares, so that each has its share to within one."""
    place = (walk + _unit(_dice(seed, walk, 0))) / walks
    ends = np.cumsum(seeds.share)
    found = np.searchsorted(ends / ends[-1], place, side="right")
    return seeds.person[np.minimum(found, len(seeds.person) - 1)]


def walked(graph: Graph, start: Number, walk: Whole, *, seed: int) -> Whole:
    """For each edge, how many of these walks first came to its speaker by it."""
    return arrived(graph, [by[fresh] for _, by, fresh in steps(graph, start, walk, seed=seed)])


def arrived(graph: Graph, places: list[Number]) -> Whole:
    """How often each edge is among these places of the rows."""
    counts = np.bincount(np.concatenate([np.zeros(0, np.int32), *places]), minlength=len(graph.rows.edge))
    by_edge = np.zeros(len(graph.listener), np.int64)
    by_edge[graph.rows.edge] = counts
    return by_edge


def steps(graph: Graph, start: Number, walk: Whole, *, seed: int) -> Iterator[Step]:
    """Each step of the walks that still go: where they come to, by which place in the rows, and whether for the first time.

    Those with the most steps stand first, so that those still going are always the first `going` of them.
    """
    most = _lengths(seed, walk)
    order = longest_first(seed, walk)
    walk, most = walk[order], most[order]
    past = [start[order].astype(np.int32)]
    for step in range(1, int(most[0]) + 1 if len(most) else 0):
        going = int(np.searchsorted(-most, -step, side="right"))
        by, here = _step(graph.rows, past[-1][:going], _dice(seed, walk[:going], step + 1))
        fresh = here != NOBODY
        for before in past:
            fresh &= before[:going] != here
        yield here, by, fresh
        past.append(here)


def longest_first(seed: int, walk: Whole) -> Whole:
    """In which order `steps` takes these walks: by the most steps, then as given."""
    return np.argsort(-_lengths(seed, walk), kind="stable")


def _step(rows: Rows, here: Number, dice: Dice) -> tuple[Number, Number]:
    """One step from `here`: the place in the rows, and the person; `NOBODY` where there is nowhere to go."""
    drawn = (rows.span[here] * (dice >> np.uint64(33)).astype(np.int64)) >> 31
    total = rows.total[here]
    stuck = drawn >= total
    if stuck.all():
        return np.zeros(len(here), np.int32), np.full(len(here), NOBODY, np.int32)
    first = rows.first[here]
    slot = first + drawn * (rows.first[here + 1] - first) // np.maximum(1, total)
    by = rows.guide[np.where(stuck, 0, slot)]
    _look_on(rows.ends, by, np.where(stuck, -1, rows.base[here] + drawn))
    return by, np.where(stuck, NOBODY, rows.speaker[by])


def _look_on(ends: Whole, by: Number, target: Whole) -> None:
    """Moves each place on to the first whose running sum exceeds its target: one by one at first, by halves if it is far."""
    late = np.flatnonzero(ends[by] <= target)
    for _ in range(NEAR):
        by[late] += 1
        late = late[ends[by[late]] <= target[late]]
    by[late] = np.searchsorted(ends, target[late], side="right")


def _lengths(seed: int, walk: Whole) -> NDArray[np.int16]:
    """How many steps each walk takes at most: k or more with probability 0.85 to the k."""
    return np.searchsorted(_STOPS, -_unit(_dice(seed, walk, 1)), side="left").astype(np.int16)


_STOPS = -np.cumprod(np.full(240, DAMPING))


def _dice(seed: int, walk: Whole, step: int) -> Dice:
    """64 random bits for the step of each walk: SplitMix64 (Steele, Lea and Flood 2014) on a stream of the walk's own."""
    begun = _mixed(_mixed(np.full(1, seed % 2**64, np.uint64)) + (walk.astype(np.uint64) + _ONE) * _GAMMA)
    return _mixed(begun + np.uint64((step + 1) * 0x9E3779B97F4A7C15 % 2**64))


_ONE, _GAMMA = np.uint64(1), np.uint64(0x9E3779B97F4A7C15)


def _mixed(bits: Dice) -> Dice:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def _unit(dice: Dice) -> Real:
    """From 0 to below 1, in steps of 2 to the -53."""
    return (dice >> np.uint64(11)).astype(np.float64) * 2.0**-53


def interval(count: NDArray[np.number] | float, walks: int) -> tuple[Real, Real]:
    """The shares of all walks that hold the true share with 95 %, after `count` of `walks` came by (E. B. Wilson, 1927)."""
    share = np.asarray(count, np.float64) / walks
    middle = (share + SURE**2 / (2 * walks)) / (1 + SURE**2 / walks)
    half = SURE / (1 + SURE**2 / walks) * np.sqrt(share * (1 - share) / walks + SURE**2 / (4 * walks**2))
    return np.where(share == 0, 0.0, middle - half), np.where(share == 1, 1.0, middle + half)


def bands(reached: AnyWhole, walks: int, *, among: AnyWhole | None = None) -> Standings:
    """The places of those whom any walk reached: the share with fewer walks, ties by half, of the reached `among` them.

    `among` are the trusted, who cannot be made up at will: below whom a thousand invented accounts would else lift everybody
    that leads to them. Where fewer than `ENOUGH` of them are reached, places are among all.
    """
    person = np.flatnonzero(reached)
    counts = reached[person]
    trusted = counts if among is None else reached[among][reached[among] > 0]
    order = np.sort(trusted if len(trusted) >= ENOUGH else counts)
    below, upto = np.searchsorted(order, counts, "left"), np.searchsorted(order, counts, "right")
    scale = 100 / max(1, len(order))
    low, high = interval(counts, walks)
    percentile = (below + upto) / 2 * scale
    return Standings(
        person=person,
        percentile=percentile,
        low=np.minimum(percentile, np.searchsorted(order, low * walks, "left") * scale),
        high=np.maximum(percentile, np.searchsorted(order, high * walks, "right") * scale),
        band=np.searchsorted(np.array(FROM), percentile, "right") - 1,
    )
