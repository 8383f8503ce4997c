"""The folders of an index on disk: a pointer names the one that is read, another is filled beside it and put in its place."""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path

from kernel.search import entries

POINTER = "current"
DONE = "done"
SETTLED = 1_000_000_000
"""Nanoseconds after which a disk tells one write from the next by the clock, whichever it is."""

Stamp = tuple[int, int, int, int]


def current(root: Path) -> Path | None:
    """The folder that is to be read; None before there is one of the version we write."""
    try:
        version, name = (root / POINTER).read_text("ascii").split()
    except (FileNotFoundError, ValueError):
        return None
    folder = root / name
    return folder if version == str(entries.VERSION) and folder.is_dir() else None


def stamp(root: Path, folder: Path) -> Stamp | None:
    """When something of an index was written last; None where that is so short ago that the next would look the same."""
    try:
        pointer, held = (root / POINTER).stat(), folder.stat()
    except FileNotFoundError:
        return None
    found = (pointer.st_ino, pointer.st_mtime_ns, held.st_ino, held.st_mtime_ns)
    return found if time.time_ns() - max(pointer.st_mtime_ns, held.st_mtime_ns) > SETTLED else None


def fresh(root: Path) -> Path:
    """A new folder to fill; what earlier ones left unfinished is thrown away."""
    sweep(root)
    made = root / f"index-{entries.VERSION}-{secrets.token_hex(4)}"
    made.mkdir(parents=True)
    return made


def sweep(root: Path) -> None:
    """Throw away every folder but the one in use."""
    kept = current(root)
    for folder in root.glob("index-*"):
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def unfinished(root: Path) -> Path | None:
    """A folder of this version that was begun after the one in use, and is not read yet."""
    found = [folder for folder in root.glob(f"index-{entries.VERSION}-*") if not (folder / DONE).exists()]
    return found[0] if found else None


def point(root: Path, folder: Path) -> None:
    """Make `folder` the one that is read. The one before stays until the next is made: somebody may be reading it."""
    (folder / DONE).touch()
    beside = root / f"{POINTER}.part"
    beside.write_text(f"{entries.VERSION} {folder.name}", "ascii")
    beside.replace(root / POINTER)
