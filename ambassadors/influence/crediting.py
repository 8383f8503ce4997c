"""To whom supports are credited, many at once: `supports` says by which rule.

Entries are who spoke about what, by key and moment. Those of a window before a moment are looked at from the last one back;
of one who spoke several times there the last entry alone stands for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ambassadors.influence.columns import Numbers, Reals

Whole = NDArray[np.int64]
Span = tuple[Whole, Whole]
Picked = tuple[Whole, Whole]
"""Numbers of supports, and of the entries that were picked for them."""
WINDOW = 30 * 86_400.0
MOST = 10
"""Those who commented last; more would each get next to nothing."""


@dataclass(frozen=True)
class Said:
    """Who spoke, by key and then by moment, and in which comment, 0 for none.

    `later` is the next entry of the same person under the same key, the number of all entries where there is none.
    """

    key: Whole
    at: Reals
    by: Numbers
    comment: Whole
    later: Whole

    @classmethod
    def of(cls, parts: Sequence[tuple[NDArray[Any], ...]]) -> Said:
        """From (key, at, by, comment) of each batch."""
        kinds = (np.int64, np.float64, np.int32, np.int64)
        key, at, by, comment = (
            np.concatenate([np.zeros(0, kind), *(part[place].astype(kind) for part in parts)])
            for place, kind in enumerate(kinds)
        )
        order = np.lexsort((comment, at, key))
        key, at, by, comment = key[order], at[order], by[order], comment[order]
        return cls(key, at, by, comment, _later(key, by))

    def span(self, key: Whole, at: Reals) -> Span:
        """From which entry to which those of a key are within the window before a moment."""
        first, last = (np.searchsorted(self.key, key, side=side) for side in ("left", "right"))
        end = _upto(self.at, at, first, last)
        return _upto(self.at, at - WINDOW, first, end), end


def _later(key: Whole, by: Numbers) -> Whole:
    order = np.lexsort((by, key))
    same = (key[order[1:]] == key[order[:-1]]) & (by[order[1:]] == by[order[:-1]])
    later = np.full(len(key), len(key))
    later[order[:-1][same]] = order[1:][same]
    return later


def _upto(at: Reals, moment: Reals, first: Whole, last: Whole) -> Whole:
    """For each the first entry from `first` on that is after a moment, `last` where none is."""
    low, high = first.copy(), last.copy()
    while len(unsure := np.flatnonzero(low < high)):
        middle = (low[unsure] + high[unsure]) >> 1
        before = at[middle] <= moment[unsure]
        low[unsure] = np.where(before, middle + 1, low[unsure])
        high[unsure] = np.where(before, high[unsure], middle)
    return low


def _last(said: Said, span: Span, *, but: Sequence[NDArray[Any]], most: int) -> Picked:
    """For each the last entries of a span by so many people at most, none of whom are `but`; the very last ones first."""
    begin, end = span
    place, count = end - 1, np.zeros(len(end), np.int64)
    supports, entries = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    going = np.flatnonzero(place >= begin)
    while len(going):
        entry = place[going]
        fits = said.later[entry] >= end[going]
        for people in but:
            fits &= said.by[entry] != people[going]
        supports.append(going[fits])
        entries.append(entry[fits])
        count[going[fits]] += 1
        place[going] -= 1
        going = going[(place[going] >= begin[going]) & (count[going] < most)]
    return np.concatenate(supports), np.concatenate(entries)


@dataclass(frozen=True)
class Credited:
    """Parts of supports, in their order: of which, to whom, how much of it, and for which comment, 0 for none."""

    support: Whole
    speaker: NDArray[Any]
    share: Reals
    comment: Whole


def credited(
    person: NDArray[Any], author: NDArray[Any], *, ways: tuple[Said, Span], voices: tuple[Said, Span]
) -> Credited:
    """Each support to whoever led there, else to its author and those who spoke; the parts of one are one together."""
    led, way = _last(*ways, but=(person,), most=1)
    begin, end = voices[1]
    begin[led] = end[led]
    heard, voice = _last(voices[0], (begin, end), but=(person, author), most=MOST)
    voiced, is_led = np.bincount(heard, minlength=len(person)), np.zeros(len(person), np.bool_)
    is_led[led] = True
    by_author = np.flatnonzero(~is_led & ((voiced == 0) | (author != person)))
    rest = np.where(author == person, 1.0, 0.5)
    support = np.concatenate([led, by_author, heard])
    order = np.argsort(support, kind="stable")
    halves = np.where(voiced[by_author] == 0, 1.0, 0.5)
    return Credited(
        support[order],
        np.concatenate([ways[0].by[way], author[by_author], voices[0].by[voice]])[order],
        np.concatenate([np.ones(len(led)), halves, rest[heard] / voiced[heard]])[order],
        np.concatenate([ways[0].comment[way], np.zeros(len(by_author), np.int64), voices[0].comment[voice]])[order],
    )
