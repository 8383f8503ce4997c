"""What was read of the database a moment ago, and need not be read again for each search."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

from kernel.features import House, the_house

GLANCE, FORGOTTEN = 2.0, 60.0
"""Seconds for which it is remembered which tables are read (those before are gone when others take their place, and
whoever asks for them looks again) and how many texts hold a word, and the words of a letter."""
MOST = 500
_remembered: dict[tuple[str, str], tuple[House, float, object]] = {}
T = TypeVar("T")


async def once(key: tuple[str, str], seconds: float, read: Callable[[], Awaitable[T]]) -> T:
    """What was read a moment ago, by this house and of its database."""
    told = _remembered.get(key)
    if told is not None and told[0] is the_house() and told[1] > time.monotonic():
        return cast("T", told[2])
    found = await read()
    if len(_remembered) > MOST:
        _remembered.clear()
    _remembered[key] = the_house(), time.monotonic() + seconds, found
    return found


def forget() -> None:
    """Read everything anew."""
    _remembered.clear()
