"""Whoosh's files as they are read: mapped into memory, since every read of a file lets other threads go first."""

from __future__ import annotations

import mmap
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class _Mapped(StructFile):  # type: ignore[misc]
    def __init__(self, file: IO[bytes], name: str) -> None:
        size = file.seek(0, 2)
        self.held: bytes | mmap.mmap = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        super().__init__(self.held if size else BytesIO(), name=name)

    def get(self, position: int, length: int) -> bytes:
        return self.held[position : position + length]


class Mapped(FileStorage):  # type: ignore[misc]
    """A folder of which files are only read."""

    def open_file(self, name: str, **_options: Any) -> StructFile:
        with Path(self._fpath(name)).open("rb") as file:
            return _Mapped(file, name)
