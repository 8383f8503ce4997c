"""From doings to the graph that is walked: what each weighs today within its caps, a link for each pair and sort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ambassadors.influence.gathering import Doings, Flags, Ints, Reals
from ambassadors.influence.graph import Graph, Seeds
from ambassadors.influence.weights import Weight

DAY = 86_400.0
RING = 3
"""Accounts that brought one another and listen to one another in a circle: from so many on nothing among them counts."""


@dataclass(frozen=True)
class Linked:
    """The graph of one reckoning: `people` are numbers of accounts, a link's `first` and `last` seconds, the rest as in doings.

    `events` is how many doings a link is made of; its subject is that of the last of them.
    """

    people: Ints
    graph: Graph
    seeds: Seeds
    kind: NDArray[np.int16]
    place: NDArray[np.int32]
    events: NDArray[np.int32]
    first: Reals
    last: Reals
    subject_kind: NDArray[np.int16]
    subject: Ints
    kinds: list[str]
    places: list[str]
    subject_kinds: list[str]


def weigh(doings: Doings, weights: Mapping[str, Weight], as_of: datetime, households: Mapping[int, int]) -> Reals:
    """What each doing weighs now: nothing inside a household or beyond the day's cap, at most the pair's cap together."""
    rates, value = [weights[kind] for kind in doings.kinds], np.zeros(len(doings))
    weight, half_life = (np.array([getattr(one, name) for one in rates]) for name in ("weight", "half_life"))
    day_cap, pair_cap = (np.array([getattr(one, name) for one in rates]) for name in ("day_cap", "pair_cap"))
    for some in doings.lots():
        part = doings.part(some)
        age = (as_of.timestamp() - part.at) / DAY
        found = weight[part.kind] * part.share * np.exp2(-age / half_life[part.kind])
        found[_house(part.listener, households) == _house(part.speaker, households)] = 0.0
        _within_day(part, found, day_cap)
        _within_pair(part, found, pair_cap)
        value[some] = found
    return value


def _house(people: NDArray[Any], households: Mapping[int, int]) -> NDArray[Any]:
    if not households or not len(people):
        return people
    found = np.arange(max(int(people.max()), max(households)) + 1)
    found[list(households)] = list(households.values())
    return np.asarray(found[people])


def _within_day(doings: Doings, value: Reals, cap: NDArray[np.int_]) -> None:
    """Leaves the first so many doings of each listener's day by each kind; parts of one doing make up one."""
    order = np.flatnonzero(value > 0)
    if not len(order):
        return
    moment, whose = doings.at[order], _key((doings.kind, doings.listener), order)
    turns = np.lexsort((moment, whose))
    order, whose, day = order[turns], whose[turns], np.floor(moment[turns] / DAY)
    fresh = _turns(whose, day)
    share = doings.share[order]
    before = np.cumsum(share) - share
    since = before - before[fresh][np.cumsum(fresh) - 1]
    value[order[since >= cap[doings.kind[order]] - 1e-6]] = 0.0


def _within_pair(doings: Doings, value: Reals, cap: NDArray[np.int_]) -> None:
    """All that one person weighs for another by one kind is scaled down to the cap."""
    if not len(value):
        return
    pair = _key((doings.kind, doings.listener, doings.speaker))
    order = np.argsort(pair, kind="stable")
    fresh = _turns(pair[order])
    group = np.cumsum(fresh, dtype=np.int32) - 1
    whole = np.bincount(group, value[order])
    most = cap[doings.kind[order[fresh]]]
    scale = np.minimum(1.0, np.divide(most, whole, out=np.ones(len(whole)), where=whole > 0))
    value[order] *= scale[group]


def _key(columns: Sequence[NDArray[Any]], where: Ints | None = None) -> Ints:
    """One number for the entries of several columns that sorts as they do one after another."""
    found = np.zeros(len(columns[0]) if where is None else len(where), np.int64)
    for column in columns:
        found *= int(column.max(initial=0)) + 1
        found += column if where is None else column[where]
    return found


def _turns(*columns: NDArray[Any]) -> Flags:
    """Where, in sorted columns, another group begins."""
    fresh = np.zeros(len(columns[0]), np.bool_)
    fresh[:1] = True
    for column in columns:
        fresh[1:] |= column[1:] != column[:-1]
    return fresh


def link(doings: Doings, value: Reals, chosen: Flags, trusted: Ints, households: Mapping[int, int]) -> Linked:
    """The graph of the chosen doings that weigh something, a link for each pair, kind, place and sort of subject.

    Its seeds are the trusted who listen in it, a share a household.
    """
    names, place = _first_places(doings)
    listener, speaker, weight, *told = _links(doings, value, chosen, place)
    people = np.unique(np.concatenate([np.unique(listener), np.unique(speaker)])).astype(np.int64)
    graph = Graph(
        len(people),
        np.searchsorted(people, listener).astype(np.int32),
        np.searchsorted(people, speaker).astype(np.int32),
        weight,
    )
    kept = dict(zip(("kind", "place", "events", "first", "last", "subject_kind", "subject"), told, strict=True))
    return Linked(
        people=people,
        graph=graph,
        seeds=_seeds(people, graph, trusted, households),
        **kept,
        kinds=doings.kinds,
        places=names,
        subject_kinds=doings.subject_kinds,
    )


def _links(doings: Doings, value: Reals, chosen: Flags, place: NDArray[np.int32]) -> list[NDArray[Any]]:
    """Columns of links: listener, speaker, weight, kind, place, events, first, last, subject_kind, subject."""
    lots = [_lot(doings.part(some), value[some], chosen[some], place[some]) for some in doings.lots()]
    if not lots:
        lots = [_lot(doings, value, chosen, place)]
    columns, found = list(zip(*lots, strict=True)), list[NDArray[Any]]()
    del lots  # each column goes as soon as it is whole, so that they never lie in memory twice
    while columns:
        found.append(np.concatenate(columns.pop(0)))
    return found


def _lot(part: Doings, value: Reals, chosen: Flags, place: NDArray[np.int32]) -> tuple[NDArray[Any], ...]:
    where = np.flatnonzero(chosen & (value > 0))
    pair, sort = _key((part.listener, part.speaker), where), _key((part.kind, place, part.subject_kind), where)
    order = np.lexsort((part.at[where], sort, pair))
    where, begins = where[order], np.flatnonzero(_turns(pair[order], sort[order]))
    ends = np.append(begins, len(where))[1:] - 1
    first, last = where[begins], where[ends]
    return (
        part.listener[first],
        part.speaker[first],
        np.add.reduceat(value[where], begins) if len(begins) else np.zeros(0),
        part.kind[first],
        place[first],
        (ends - begins + 1).astype(np.int32),
        part.at[first],
        part.at[last],
        part.subject_kind[last],
        part.subject[last],
    )


def pairs(doings: Doings, value: Reals) -> tuple[NDArray[np.int32], NDArray[np.int32], Reals]:
    """Who hears whom and how much in all, in order; doings that weigh nothing tell of none."""
    lots = [(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))]
    for some in doings.lots():
        part, found = doings.part(some), value[some]
        where = np.flatnonzero(found > 0)
        pair = _key((part.listener, part.speaker), where)
        order = np.argsort(pair, kind="stable")
        begins = np.flatnonzero(_turns(pair[order]))
        first = where[order[begins]]
        if len(first):
            lots.append((part.listener[first], part.speaker[first], np.add.reduceat(found[where[order]], begins)))
    listener, speaker, weight = (np.concatenate(column) for column in zip(*lots, strict=True))
    return listener, speaker, weight


def _first_places(doings: Doings) -> tuple[list[str], NDArray[np.int32]]:
    """Where each doing was, without what else it is about."""
    names = sorted({several[0] for several in doings.places})
    numbers = {name: number for number, name in enumerate(names)}
    return names, np.array([numbers[several[0]] for several in doings.places], np.int32)[doings.place]


def _seeds(people: Ints, graph: Graph, trusted: Ints, households: Mapping[int, int]) -> Seeds:
    listening = people[np.unique(graph.listener[graph.weight > 0])]
    begins = np.intersect1d(listening, trusted)
    houses = [households.get(person, person) for person in begins.tolist()]
    members = Counter(houses)
    share = np.array([1 / len(members) / members[house] for house in houses])
    return Seeds(np.searchsorted(people, begins).astype(np.int32), share)


def in_rings(doings: Doings, brought: list[tuple[int, int]]) -> Flags:
    """Doings among accounts that brought one another and listen to one another in a circle of `RING` or more."""
    inside = np.zeros(len(doings), np.bool_)
    if not brought or not len(doings):
        return inside
    size = max(int(doings.listener.max()), int(doings.speaker.max()), *(max(pair) for pair in brought)) + 1
    one, other = np.array(brought, np.int64).T
    group = _components(one, other, size, "weak")
    same = group[doings.listener] == group[doings.speaker]
    circle = _components(doings.listener[same], doings.speaker[same], size, "strong")
    large = np.bincount(circle, minlength=size) >= RING
    inside = same & (circle[doings.listener] == circle[doings.speaker]) & large[circle[doings.listener]]
    return np.asarray(inside, np.bool_)


def _components(one: NDArray[Any], other: NDArray[Any], size: int, connection: Literal["weak", "strong"]) -> Ints:
    links = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(size, size)).tocsr()
    _count, label = connected_components(links, directed=True, connection=connection)
    return np.asarray(label, np.int64)
