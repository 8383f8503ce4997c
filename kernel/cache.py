"""Two numbers that grow with changes: whatever was remembered under an older one is forgotten.

The first grows with every change. The second, for what is steady (who people are, how the site is set, its boards),
stays through changes that call themselves light, such as a vote; a change that says nothing moves both.
They live in a file that all processes of the host map into memory, so that reading them costs nothing and a change made
by one process empties the caches of all before it is answered. Several hosts hear of each other's changes by
PostgreSQL's NOTIFY (kernel/app.py listens).
"""

from __future__ import annotations

import asyncio
import fcntl
import mmap
import struct
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from pathlib import Path
from typing import Any, Generic, TypeVar

from kernel import clock

T = TypeVar("T")
LIGHT = "light"
"""What a NOTIFY of a light change says."""
_NUMBERS = struct.Struct("<QQ")
_map: mmap.mmap | None = None
_file: Any = None
_era = 0


def open_generation(folder: Path) -> None:
    """Map the number's file, made on first use."""
    global _map, _file, _era
    folder.mkdir(parents=True, exist_ok=True)
    _file = (folder / "generation").open("a+b")
    if (held := _file.seek(0, 2)) < _NUMBERS.size:
        _file.write(bytes(_NUMBERS.size - held))
        _file.flush()
    _map = mmap.mmap(_file.fileno(), _NUMBERS.size)
    _era += 1  # what was remembered of another folder is forgotten, though its number be the same


def generation(*, steady: bool = False) -> int:
    """Another number after each change, and on each day: at midnight a promise is late though nobody did anything."""
    return (_era << 80) + (clock.day_number() << 56) + _numbers()[steady]


def _numbers() -> tuple[int, int]:
    every, steady = _NUMBERS.unpack_from(_map) if _map else (0, 0)
    return every, steady


def bump(*, light: bool = False) -> None:
    """Something changed; `light` says that nothing steady did."""
    if _map is None:
        return
    fcntl.flock(_file, fcntl.LOCK_EX)
    try:
        every, steady = _numbers()
        _NUMBERS.pack_into(_map, 0, every + 1, steady if light else steady + 1)
    finally:
        fcntl.flock(_file, fcntl.LOCK_UN)


class Store(Generic[T]):
    """Values remembered for one generation, the least used leaving first; `steady` ones through light changes."""

    def __init__(self, size: int, *, steady: bool = False) -> None:
        self._size = size
        self._steady = steady
        self._generation = -1
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, asyncio.Future[T]] = {}

    def get(self, key: Hashable) -> T | None:
        if self._generation != generation(steady=self._steady):
            return None
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: Hashable, value: T, made_at: int) -> None:
        """Keep a value that was begun at generation `made_at`; one begun before the last change is not kept."""
        if made_at != generation(steady=self._steady):
            return
        if self._generation != made_at:
            self._held.clear()
            self._generation = made_at
        self._held[key] = value
        if len(self._held) > self._size:
            self._held.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        self._held.pop(key, None)

    async def through(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """The value kept for `key`, or the one that `make` makes now."""
        found = self.get(key)
        if found is None:
            begun = generation(steady=self._steady)
            found = await make()
            self.put(key, found, begun)
        return found

    async def once(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """As `through`, but whoever comes while it is being made waits for it, unless something changed in between.

        Not to be called inside a transaction: what is waited for may be waiting for the transaction's end.
        """
        found = self.get(key)
        if found is not None:
            return found
        place = (generation(steady=self._steady), key)
        under_way = self._making.get(place)
        if under_way is not None:
            await asyncio.wait([under_way])
            return await self.through(key, make) if under_way.cancelled() else under_way.result()
        made = self._making[place] = asyncio.get_running_loop().create_future()
        try:
            found = await self.through(key, make)
            made.set_result(found)
            return found
        finally:
            del self._making[place]
            made.cancel()  # where the making failed, the others try for themselves
