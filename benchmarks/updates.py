"""The same walks on a graph of which some rows changed: only those that come by a changed row are walked again.

A walk is a function of its number and of the rows it comes by. So the result equals that of walking all of them, to the last
count, as long as people keep their numbers (new ones stand at the end).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ambassadors.influence.graph import FINENESS, Graph, Number, Rows, Seeds, Whole
from ambassadors.influence.scoring import LOT, Reckoning, arrived, longest_first, starts, steps


@dataclass(frozen=True)
class Walked:
    """A reckoning with all that it came by: `places[lot][step]` are people, of the walks of a lot in its `order`."""

    graph: Graph
    seeds: Seeds
    seed: int
    reckoning: Reckoning
    order: list[Whole]
    places: list[list[Number]]


def walk_all(graph: Graph, seeds: Seeds, *, walks: int, seed: int) -> Walked:
    """As `scoring.reckon`, and keeps the places: some 23 bytes a walk and as many people."""
    by_edge, order, places = np.zeros(len(graph.listener), np.int64), list[Whole](), list[list[Number]]()
    for begun in range(0, walks if len(seeds.person) else 0, LOT):
        walk = np.arange(begun, min(begun + LOT, walks))
        walk = walk[longest_first(seed, walk)]
        start = starts(seeds, walk, walks=walks, seed=seed)
        found = list(steps(graph, start, walk, seed=seed))
        by_edge += arrived(graph, [by[fresh] for _, by, fresh in found])
        order.append(walk)
        places.append([start, *(here for here, _, _ in found)])
    return Walked(graph, seeds, seed, _reckoning(graph, walks, by_edge), order, places)


def update(before: Walked, graph: Graph, seeds: Seeds) -> Walked:
    """The same number of walks by the same seed on another graph. `before` is used up: its places become those of the new."""
    walks = before.reckoning.walks
    if not before.places:
        return walk_all(graph, seeds, walks=walks, seed=before.seed)
    changed = changes(before.graph.rows, graph.rows)
    lost, won = list[Number](), list[Number]()
    for walk, places in zip(before.order, before.places, strict=True):
        begin = places[0] if _same(seeds, before.seeds) else starts(seeds, walk, walks=walks, seed=before.seed)
        again = np.flatnonzero(_touched(places, changed) | (begin != places[0]))
        lost += [by[new] for _, by, new in steps(before.graph, places[0][again], walk[again], seed=before.seed)]
        won += _walk_again(graph, places, again, begin[again], walk[again], before.seed)
    kept = before.reckoning.by_edge - arrived(before.graph, lost)
    by_edge = _carried(before.graph.rows, graph, kept, changed) + arrived(graph, won)
    return Walked(graph, seeds, before.seed, _reckoning(graph, walks, by_edge), before.order, before.places)


def changes(old: Rows, new: Rows) -> NDArray[np.bool_]:
    """Whose rows differ in the least, by number; the last entry is that of nobody."""
    people = len(new.total)
    grown = np.zeros(people, np.int64)
    grown[: len(old.total) - 1] = np.diff(old.first)[:-1]
    spans = np.full(people, FINENESS)
    spans[: len(old.total) - 1] = old.span[:-1]
    changed: NDArray[np.bool_] = (np.diff(new.first) != grown) | (new.span != spans)
    ours, theirs = ~changed[_owner(old)], ~changed[_owner(new)]
    unlike = (old.speaker[ours] != new.speaker[theirs]) | (_weights(old)[ours] != _weights(new)[theirs])
    changed[_owner(new)[theirs][unlike]] = True
    return changed


def _owner(rows: Rows) -> Whole:
    return np.repeat(np.arange(len(rows.total)), np.diff(rows.first))


def _weights(rows: Rows) -> Whole:
    return np.diff(rows.ends, prepend=0)


def _touched(places: list[Number], changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    touched: NDArray[np.bool_] = np.zeros(len(places[0]), bool)
    for here in places:
        touched[: len(here)] |= changed[here]
    return touched


def _same(one: Seeds, other: Seeds) -> bool:
    return np.array_equal(one.person, other.person) and np.array_equal(one.share, other.share)


def _walk_again(
    graph: Graph, places: list[Number], again: Whole, start: Number, walk: Whole, seed: int
) -> list[Number]:
    """Walks these of a lot, writes down where they come to, and says by which places of the rows they first came."""
    places[0][again] = start
    taken = []
    for step, (here, by, fresh) in enumerate(steps(graph, start, walk, seed=seed), start=1):
        places[step][again[: len(here)]] = here
        taken.append(by[fresh])
    return taken


def _carried(old: Rows, graph: Graph, kept: Whole, changed: NDArray[np.bool_]) -> Whole:
    """What is kept, by the edges of the new graph. By an edge of a changed row nothing is left to keep."""
    by_edge = np.zeros(len(graph.listener), np.int64)
    ours, theirs = ~changed[_owner(old)], ~changed[_owner(graph.rows)]
    by_edge[graph.rows.edge[theirs]] = kept[old.edge[ours]]
    return by_edge


def _reckoning(graph: Graph, walks: int, by_edge: Whole) -> Reckoning:
    return Reckoning(walks, np.bincount(graph.speaker, by_edge, graph.people).astype(np.int64), by_edge)
