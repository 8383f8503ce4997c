"""What was read of the database a moment ago, and need not be read again for each search."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar, cast

from kernel.features import House, the_house

GLANCE, FORGOTTEN = 2.0, 60.0
"""Seconds for which it is remembered which tables are read (those before are gone when others take their place, and
whoever asks for them looks again) and how many texts hold a word, and the words of a letter."""
MOST = 5_000
Key = tuple[str, str]
_remembered: dict[Key, tuple[House, float, object]] = {}
T = TypeVar("T")


async def once(key: Key, seconds: float, read: Callable[[], Awaitable[T]]) -> T:
    """What was read a moment ago, by this house and of its database."""
    if (told := _told(key)) is None:
        told = remember(key, seconds, await read())
    return cast("T", told)


async def each(
    keys: Sequence[Key], seconds: float, read: Callable[[list[Key]], Awaitable[Mapping[Key, T]]]
) -> dict[Key, T]:
    """Of each what was read a moment ago; those that were not are read together."""
    told = {key: found for key in keys if (found := _told(key)) is not None}
    if missing := [key for key in dict.fromkeys(keys) if key not in told]:
        told |= {key: remember(key, seconds, found) for key, found in (await read(missing)).items()}
    return cast("dict[Key, T]", told)


def remember(key: Key, seconds: float, found: T) -> T:
    """Keep what was read; the oldest makes room."""
    _remembered.pop(key, None)
    if len(_remembered) >= MOST:
        del _remembered[next(iter(_remembered))]
    _remembered[key] = the_house(), time.monotonic() + seconds, found
    return found


def forget() -> None:
    """Read everything anew."""
    _remembered.clear()


def _told(key: Key) -> object:
    told = _remembered.get(key)
    return told[2] if told is not None and told[0] is the_house() and told[1] > time.monotonic() else None
