"""Everything that was heard, as arrays: a million doings in some 40 MB, read a few thousand at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ambassadors.influence.registry import Heard, listenings
from ambassadors.influence.weights import Weight
from kernel import clock, db

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]

FADED = 8
"""Half-lives after which a doing counts no more: less than half a hundredth of it would be left."""
_SCORED = """
SELECT p.id FROM person p LEFT JOIN influence_choice h ON h.person_id = p.id
WHERE p.is_claimed = ? AND p.role = 'member' AND h.left_at IS NULL AND (p.suspended_until IS NULL OR p.suspended_until < ?)
"""


@dataclass(frozen=True)
class Doings:
    """An entry for each part of a doing: who listened to whom, when in seconds, which part of it, of which kind, where.

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


async def scored() -> Flags:
    """By the number of an account, whether it is scored and heard: members who joined, who want it and are not suspended."""
    rows = await db.rows(_SCORED, True, clock.now())
    found = np.zeros(max((row["id"] for row in rows), default=0) + 1, np.bool_)
    found[[row["id"] for row in rows]] = True
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


@dataclass
class Gathered:
    """What is read so far: arrays of each batch, and numbers for the words in them."""

    parts: list[tuple[NDArray[Any], ...]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[str, ...], int] = field(default_factory=dict)
    subject_kinds: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, batch: list[Heard], known: Flags, between: tuple[float, float]) -> None:
        """One batch, without those who are not heard or not scored, oneself, and what is out of time."""
        if not batch:
            return
        number = self.kinds.setdefault(kind, len(self.kinds))
        listeners, speakers, at, shares, places, kinds, subjects, topics = zip(*batch, strict=True)
        listener, speaker = np.array(listeners, np.int32), np.array(speakers, np.int32)
        when = np.array([moment.timestamp() for moment in at])
        share = np.array(shares, np.float32)
        where = [
            self.places.setdefault((place, *more), len(self.places)) for place, more in zip(places, topics, strict=True)
        ]
        what = [self.subject_kinds.setdefault(name, len(self.subject_kinds)) for name in kinds]
        good = (listener != speaker) & (when > between[0]) & (when <= between[1]) & np.isfinite(share) & (share > 0)
        good &= _among(known, listener) & _among(known, speaker)
        columns = (
            listener,
            speaker,
            when,
            share,
            np.full(len(batch), number, np.int16),
            np.array(where, np.int32),
            np.array(what, np.int16),
            np.array(subjects, np.int64),
        )
        self.parts.append(tuple(column[good] for column in columns))

    def done(self) -> Doings:
        return Doings(
            listener=self._column(0, np.int32),
            speaker=self._column(1, np.int32),
            at=self._column(2, np.float64),
            share=self._column(3, np.float32),
            kind=self._column(4, np.int16),
            place=self._column(5, np.int32),
            subject_kind=self._column(6, np.int16),
            subject=self._column(7, np.int64),
            kinds=list(self.kinds),
            places=list(self.places),
            subject_kinds=list(self.subject_kinds),
        )

    def _column(self, place: int, kind: type[Any]) -> NDArray[Any]:
        return np.concatenate([np.zeros(0, kind), *(part[place] for part in self.parts)])


def _among(known: Flags, people: NDArray[np.int32]) -> Flags:
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
