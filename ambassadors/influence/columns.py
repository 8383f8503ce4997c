"""Doings as columns: some thousands at a time without an object for each, from which the arrays of a reckoning are made."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ambassadors.influence.registry import Batch, Heard

Word = TypeVar("Word", bound=Hashable)
Numbers = NDArray[np.int32]
Columns = tuple[NDArray[Any], ...]
Reals = NDArray[np.float64]


def of(some: Sequence[Heard]) -> Batch:
    """What a wing told one by one."""
    listeners, speakers, at, shares, where, what, subjects, topics = zip(*some, strict=True)
    places, place = numbered([(one, *more) for one, more in zip(where, topics, strict=True)])
    kinds, kind = numbered(what)
    numbers = (np.array(one, np.int64) for one in (listeners, speakers, subjects))
    listener, speaker, subject = numbers
    return Batch(listener, speaker, seconds(at), np.array(shares, np.float64), place, kind, subject, places, kinds)


def numbered(words: Sequence[Word]) -> tuple[list[Word], Numbers]:
    """Each word once, in the order they come, and for every entry the number of its own."""
    known: dict[Word, int] = {}
    numbers = [known.setdefault(word, len(known)) for word in words]
    return list(known), np.array(numbers, np.int32)


def seconds(moments: Sequence[str | datetime]) -> Reals:
    """Moments as either database gives them."""
    told = (datetime.fromisoformat(one) if isinstance(one, str) else one for one in moments)
    return np.array([one.timestamp() for one in told], np.float64)
