"""What Whoosh's parts hold, as arrays: a word's texts are read once for each part, which never changes once it is written."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching import FilterMatcher
from whoosh.reading import TermNotFound

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]

MOST = 4_000_000
"""Places of words in texts that are remembered, eight bytes each."""
B, K1 = 0.75, 1.2
"""Of BM25 (Robertson and Zaragoza 2009): how much a text's length counts, and how soon a word said again counts no more."""


@dataclass(frozen=True)
class Held:
    """The numbers of the texts that hold a word, in their order, and how much it counts in each."""

    numbers: Numbers
    weights: Weights


NOTHING = Held(np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass
class Part:
    """What was read of one part."""

    terms: dict[tuple[str, str], Held] = field(default_factory=dict)
    lengths: dict[str, Weights] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    warm: set[str] = field(default_factory=set)
    """The fields of which the frequent words were read."""


_parts: dict[str, Part] = {}
_places = 0


class View:
    """One state of an index: its parts after one another, without the texts that were taken out."""

    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher
        self.leaves = [(leaf, first, _part(leaf)) for leaf, first in searcher.reader().leaf_readers()]
        self.firsts = [first for _, first, _ in self.leaves]
        self.size = int(searcher.reader().doc_count_all())
        self.live = self._live()
        self.kinds, self.codes = self._kinds()
        self._masks: dict[tuple[str, ...], Mask] = {}
        self._shares: dict[str, Weights] = {}
        for gone in _parts.keys() - {leaf.segment().segment_id() for leaf, _, _ in self.leaves}:
            del _parts[gone]

    @property
    def is_worn(self) -> bool:
        """Is it so many parts, or so much of it taken out, that it had better be made anew?"""
        held = self.searcher.reader().doc_count()
        return bool(len(self.leaves) > 40 + held / 2_000 or self.size > 2 * held + 5_000)

    def held(self, name: str, term: str) -> Held:
        """Where a term of a field is."""
        found = [
            (first, one) for leaf, first, part in self.leaves if len((one := held_by(leaf, part, name, term)).numbers)
        ]
        if not found:
            return NOTHING
        numbers = np.concatenate([one.numbers + np.int32(first) for first, one in found])
        weights = np.concatenate([one.weights for _, one in found])
        if self.live is None:
            return Held(numbers, weights)
        alive = self.live[numbers]
        return Held(numbers[alive], weights[alive])

    def mask(self, group: Sequence[str]) -> Mask:
        """Which texts have one of these facets."""
        key = tuple(group)
        if key not in self._masks:
            if len(self._masks) > 200:
                self._masks.clear()
            found = np.zeros(self.size, np.bool_)
            for facet in key:
                found[self.held("facet", facet).numbers] = True
            self._masks[key] = found
        return self._masks[key]

    def scores(self, name: str, held: Held) -> Weights:
        """How good each text is for a word (BM25)."""
        if not len(held.numbers):
            return held.weights
        rarity = log(self.size / (len(held.numbers) + 1)) + 1
        scores = rarity * held.weights * (K1 + 1) / (held.weights + K1 * self.share(name)[held.numbers])
        return scores.astype(np.float32)

    def key(self, number: int) -> str:
        """What the text of a number is."""
        leaf, first, part = self.leaves[bisect(self.firsts, number) - 1]
        if (place := number - first) not in part.keys:
            kept: str = leaf.stored_fields(place)["key"]
            part.keys[place] = kept
        return part.keys[place]

    def share(self, name: str) -> Weights:
        """What BM25 divides by of each text's length."""
        if name not in self._shares:
            average = self.searcher.avg_field_length(name) or 1
            lengths = np.concatenate([_lengths(leaf, part, name) for leaf, _, part in self.leaves])
            self._shares[name] = ((1 - B) + B * lengths / average).astype(np.float32)
        return self._shares[name]

    def _live(self) -> Mask | None:
        if not self.searcher.reader().has_deletions():
            return None
        found = np.ones(self.size, np.bool_)
        for leaf, first, _ in self.leaves:
            for number in leaf.segment().deleted_docs() if leaf.has_deletions() else ():
                found[first + number] = False
        return found

    def _kinds(self) -> tuple[list[str], NDArray[np.int16]]:
        """The kinds of texts there are, and which each text is."""
        names = sorted({term.decode() for leaf, _, _ in self.leaves for term in leaf.expand_prefix("facet", "kind:")})
        codes = np.zeros(self.size, np.int16)
        for code, name in enumerate(names):
            codes[self.held("facet", name).numbers] = code
        return names, codes


def both(one: tuple[Numbers, Weights], other: tuple[Numbers, Weights]) -> tuple[Numbers, Weights]:
    """Texts that are among these and those, their scores added."""
    numbers, first, second = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    return numbers, one[1][first] + other[1][second]


def either(found: Sequence[tuple[Numbers, Weights]]) -> tuple[Numbers, Weights]:
    """Texts that are among any of these, their scores added."""
    if len(found) == 1:
        return found[0]
    numbers, places = np.unique(np.concatenate([one for one, _ in found]), return_inverse=True)
    scores = np.bincount(places.ravel(), np.concatenate([one for _, one in found]), len(numbers))
    return numbers, scores.astype(np.float32)


def every(found: Sequence[tuple[Numbers, Weights]]) -> tuple[Numbers, Weights]:
    """Texts that are among all of these, the fewest first."""
    return reduce(both, sorted(found, key=lambda one: len(one[0])))


def best(numbers: Numbers, scores: Weights, limit: int) -> NDArray[np.intp]:
    """The places of the best, best first; of equals the oldest."""
    return np.lexsort((numbers, -scores))[:limit]


def _part(leaf: Any) -> Part:
    return _parts.setdefault(leaf.segment().segment_id(), Part())


def held_by(leaf: Any, part: Part, name: str, term: str) -> Held:
    """Where a term is in one part."""
    global _places
    if (name, term) not in part.terms:
        found = _read(leaf, name, term)
        _places += len(found.numbers) + 100
        if _places > MOST:
            for one in _parts.values():
                one.terms.clear()
            _places = len(found.numbers)
        part.terms[name, term] = found
    return part.terms[name, term]


def _read(leaf: Any, name: str, term: str) -> Held:
    """A word's texts, a block at a time, those taken out among them."""
    try:
        matcher = leaf.postings(name, term)
    except TermNotFound:
        return NOTHING
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child
        matcher.reset()
    numbers, weights = list[int](), list[float]()
    while matcher.is_active():
        if isinstance(matcher, W3LeafMatcher):
            matcher.weight(), matcher.id()
            numbers += matcher._ids
            weights += matcher._weights
            matcher._next_block()
        else:
            numbers.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
    return Held(np.array(numbers, np.int32), np.array(weights, np.float32))


def _lengths(leaf: Any, part: Part, name: str) -> Weights:
    if name not in part.lengths:
        every = range(leaf.doc_count_all())
        part.lengths[name] = np.array([leaf.doc_field_length(number, name) or 0 for number in every], np.float32)
    return part.lengths[name]
