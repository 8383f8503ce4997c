"""A backup as a file: a zip whose manifest names every member with its digest; read and written piece by piece."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from kernel.errors import Problem

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 1 << 20
MOST_PACKED = 500
"""How much smaller a member of ours may be packed; what is more is made to fill a disk."""


class Digesting:
    """A member being written, its digest and size taken on the way."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._sha, self.size = out, hashlib.sha256(), 0

    def write(self, piece: bytes) -> None:
        self._out.write(piece)
        self._sha.update(piece)
        self.size += len(piece)

    @property
    def digest(self) -> str:
        return self._sha.hexdigest()


class Writer:
    """A backup in the making; whole or not at all."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: dict[str, dict[str, Any]] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Digesting]:
        with self._archive.open(name, "w", force_zip64=True) as out:
            made = Digesting(out)
            yield made
        self.members[name] = {"sha256": made.digest, "size": made.size}

    def add(self, name: str, path: Path) -> None:
        with self.member(name) as out, path.open("rb") as source:
            while piece := source.read(PIECE):
                out.write(piece)

    def close(self, about: dict[str, Any]) -> None:
        text = json.dumps({"format": FORMAT, **about, "members": self.members}, indent=1)
        self._archive.writestr(MANIFEST, text)


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new backup at `path`, readable by its owner alone; nothing is left there when it fails."""
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.touch(mode=0o600)
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            yield Writer(archive)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class Reader:
    """A backup being read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.about: dict[str, Any] = json.loads(archive.read(MANIFEST))

    def verify(self) -> None:
        """Every member is there and is what was written."""
        for name, kept in self.about["members"].items():
            packed = self._archive.getinfo(name)
            if packed.file_size != kept["size"] or packed.file_size > MOST_PACKED * packed.compress_size + PIECE:
                raise Problem(f"The file is damaged: {name} has another size than was written.")
            sha = hashlib.sha256()
            for piece in self.pieces(name):
                sha.update(piece)
            if sha.hexdigest() != kept["sha256"]:
                raise Problem(f"The backup is damaged: {name} is not what was written.")

    def pieces(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as source:
            while piece := source.read(PIECE):
                yield piece

    def lines(self, name: str) -> Iterator[str]:
        """A member as text, line by line."""
        with self._archive.open(name) as source:
            yield from io.TextIOWrapper(source, "utf-8", newline="")

    def names(self, folder: str) -> list[str]:
        """Members below a folder; a name that would leave it is refused."""
        found = [name for name in self.about["members"] if name.startswith(folder)]
        if any(".." in Path(name).parts or Path(name).is_absolute() for name in found):
            raise Problem("The backup names files outside of its folders.")
        return found

    def put(self, name: str, path: Path, *, mode: int = 0o644) -> None:
        """A member as a file: written beside, then moved."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.part")
        beside.touch(mode=mode)
        with beside.open("wb") as out:
            for piece in self.pieces(name):
                out.write(piece)
        beside.replace(path)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """A backup that was made earlier, checked before anything is done with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            reader = Reader(archive)
            if reader.about.get("format") != FORMAT:
                raise Problem(f"{path} was made in a format that this version cannot read.")
            reader.verify()
            yield reader
    except (zipfile.BadZipFile, KeyError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Problem(f"{path} is not a backup of Tandem, or it is damaged.") from error
