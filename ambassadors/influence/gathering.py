"""Everything that was heard, as arrays: a million doings in some 40 MB, read a few thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from ambassadors.influence import columns
from ambassadors.influence.columns import Word
from ambassadors.influence.registry import Batch, Heard, listenings
from ambassadors.influence.weights import Weight
from kernel import clock, db

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]

COLUMNS: dict[str, type[np.generic]] = {
    "listener": np.int32,
    "speaker": np.int32,
    "at": np.float64,
    "share": np.float32,
    "kind": np.int16,
    "place": np.int32,
    "subject_kind": np.int16,
    "subject": np.int64,
}
LOT = 1 << 18
FADED = 8
"""Half-lives after which a doing counts no more: less than half a hundredth of it would be left."""
_SCORED = """
SELECT p.id FROM person p LEFT JOIN influence_choice h ON h.person_id = p.id
WHERE p.is_claimed = ? AND p.role = 'member' AND h.left_at IS NULL AND (p.suspended_until IS NULL OR p.suspended_until < ?)
"""


@dataclass(frozen=True)
class Doings:
    """An entry for each part of a doing: who listened to whom, when in seconds, which part of it, of which kind, where.

    They stand by listener, so that lots of them may be taken one after another; of one listener as they were read.
    `kind`, `place` and `subject_kind` are numbers in the lists of those names; a place stands with all its topics.
    """

    listener: NDArray[np.int32]
    speaker: NDArray[np.int32]
    at: Reals
    share: NDArray[np.float32]
    kind: NDArray[np.int16]
    place: NDArray[np.int32]
    subject_kind: NDArray[np.int16]
    subject: Ints
    kinds: list[str]
    places: list[tuple[str, ...]]
    subject_kinds: list[str]

    def __len__(self) -> int:
        return len(self.listener)

    def lots(self) -> Iterator[slice]:
        """Some hundred thousand at a time, all of a listener in one: what is worked out on the way stays small."""
        begun = 0
        while begun < len(self):
            last = self.listener[min(begun + LOT, len(self)) - 1]
            end = int(np.searchsorted(self.listener, last, side="right"))
            yield slice(begun, end)
            begun = end

    def part(self, some: slice) -> Doings:
        return replace(self, **{name: getattr(self, name)[some] for name in COLUMNS})


async def scored() -> Flags:
    """By the number of an account, whether it is scored and heard: members who joined, who want it and are not suspended."""
    people = [number for (number,) in await db.tuples(_SCORED, True, clock.now())]
    found = np.zeros(max(people, default=0) + 1, np.bool_)
    found[people] = True
    return found


async def read(weights: Mapping[str, Weight], as_of: datetime) -> Doings:
    """What all kinds tell, up to now and not longer ago than it fades; what is dated in the future waits for its day."""
    known, gathered = await scored(), Gathered()
    for one in listenings():
        weight = weights[one.kind]
        if weight.weight <= 0 or weight.pair_cap <= 0:
            continue
        since = as_of - timedelta(days=weight.half_life * FADED)
        async for batch in one.rows(since):
            gathered.add(one.kind, batch, known, (since.timestamp(), as_of.timestamp()))
    return gathered.done()


class Gathered:
    """What is read so far: each column in parts, and numbers for the words in them."""

    def __init__(self) -> None:
        self._parts: dict[str, list[NDArray[Any]]] = {name: [np.zeros(0, kind)] for name, kind in COLUMNS.items()}
        self._kinds, self._places, self._subject_kinds = Words[str](), Words[tuple[str, ...]](), Words[str]()

    def add(self, kind: str, batch: list[Heard] | Batch, known: Flags, between: tuple[float, float]) -> None:
        """One batch, without those who are not heard or not scored, oneself, and what is out of time."""
        if not len(batch):
            return
        told = columns.of(batch) if isinstance(batch, list) else batch
        share = told.share.astype(np.float32)
        good = (told.listener != told.speaker) & (told.at > between[0]) & (told.at <= between[1])
        good &= np.isfinite(share) & (share > 0) & _among(known, told.listener) & _among(known, told.speaker)
        found: dict[str, NDArray[Any]] = {
            "listener": told.listener,
            "speaker": told.speaker,
            "at": told.at,
            "share": share,
            "kind": np.full(len(told), self._kinds.number(kind)),
            "place": self._places.numbers(told.places, told.place),
            "subject_kind": self._subject_kinds.numbers(told.subject_kinds, told.subject_kind),
            "subject": told.subject,
        }
        for name, column in found.items():
            self._parts[name].append(column[good].astype(COLUMNS[name]))

    def done(self) -> Doings:
        """All of it; what is gathered is used up, so that it never lies in memory twice."""
        order = np.argsort(np.concatenate(self._parts["listener"]), kind="stable")
        return Doings(
            **{name: np.concatenate(self._parts.pop(name))[order] for name in COLUMNS},
            kinds=self._kinds.known,
            places=self._places.known,
            subject_kinds=self._subject_kinds.known,
        )


class Words(Generic[Word]):
    """Numbers for words, in the order in which they come up."""

    def __init__(self) -> None:
        self._numbers: dict[Word, int] = {}
        self._last: tuple[Sequence[Word], NDArray[np.int64]] = ((), np.zeros(0, np.int64))

    @property
    def known(self) -> list[Word]:
        return list(self._numbers)

    def number(self, word: Word) -> int:
        return self._numbers.setdefault(word, len(self._numbers))

    def numbers(self, words: Sequence[Word], told: NDArray[Any]) -> NDArray[Any]:
        """For entries that are numbers in a list of words our own; a list that comes again is not looked up again."""
        if self._last[0] is not words:
            self._last = (words, np.full(len(words), -1))
        ours = self._last[1]
        used, first = np.unique(told, return_index=True)
        for place in used[np.argsort(first)].tolist():
            if ours[place] < 0:
                ours[place] = self.number(words[place])
        found: NDArray[Any] = ours[told]
        return found


def _among(known: Flags, people: NDArray[Any]) -> Flags:
    inside = (people > 0) & (people < len(known))
    return inside & known[np.where(inside, people, 0)]


def topics(doings: Doings, counted: Flags) -> list[str]:
    """What doings that count are about, the liveliest first."""
    often = np.bincount(doings.place[counted], minlength=len(doings.places))
    found: dict[str, int] = {}
    for several, times in zip(doings.places, often.tolist(), strict=True):
        for one in dict.fromkeys(several):
            found[one] = found.get(one, 0) + times
    return sorted((one for one in found if one and found[one]), key=lambda one: (-found[one], one))


def about(doings: Doings, topic: str) -> Flags:
    """Which doings are about a topic; all of them for the empty one."""
    if not topic:
        return np.ones(len(doings), np.bool_)
    numbers = [number for number, several in enumerate(doings.places) if topic in several]
    return np.isin(doings.place, np.array(numbers, np.int32))


def everybody(doings: Doings) -> set[int]:
    """Who listened."""
    return set(chain(np.unique(doings.listener).tolist()))
