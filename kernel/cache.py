"""One number that grows with every change: whatever was remembered under an older one is forgotten.

The number lives in eight bytes of a file that all processes of the host map into memory, so that reading it costs
nothing and a change made by one process empties the caches of all before it is answered. Several hosts hear of each
other's changes by PostgreSQL's NOTIFY (kernel/app.py listens).
"""

from __future__ import annotations

import fcntl
import mmap
import struct
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_NUMBER = struct.Struct("<Q")
_map: mmap.mmap | None = None
_file: Any = None
_era = 0


def open_generation(folder: Path) -> None:
    """Map the number's file, made on first use."""
    global _map, _file, _era
    folder.mkdir(parents=True, exist_ok=True)
    _file = (folder / "generation").open("a+b")
    if _file.seek(0, 2) < _NUMBER.size:
        _file.write(bytes(_NUMBER.size))
        _file.flush()
    _map = mmap.mmap(_file.fileno(), _NUMBER.size)
    _era += 1  # what was remembered of another folder is forgotten, though its number be the same


def generation() -> int:
    return (_era << 48) + _number()


def _number() -> int:
    return int(_NUMBER.unpack_from(_map)[0]) if _map else 0


def bump() -> None:
    """Something changed."""
    if _map is None:
        return
    fcntl.flock(_file, fcntl.LOCK_EX)
    try:
        _NUMBER.pack_into(_map, 0, _number() + 1)
    finally:
        fcntl.flock(_file, fcntl.LOCK_UN)


class Store(Generic[T]):
    """Values remembered for one generation, the least used leaving first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._generation = -1
        self._held: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        if self._generation != generation():
            return None
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: Hashable, value: T, made_at: int) -> None:
        """Keep a value that was begun at generation `made_at`; one begun before the last change is not kept."""
        if made_at != generation():
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
            begun = generation()
            found = await make()
            self.put(key, found, begun)
        return found
