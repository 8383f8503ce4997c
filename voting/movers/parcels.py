"""What is handed in, one file or several in a ZIP: unpacked piece by piece, and no further than a file may grow."""

from __future__ import annotations

import zipfile
from pathlib import Path

from kernel.errors import Problem
from kernel.i18n import gettext as _

PIECE = 1 << 20
MOST_FILES = 200
GROWTH = 200
"""How many times larger than its packed size a file may be; text of a hundred thousand rows stays below forty."""
FREE = 64 << 20
"""What may be unpacked whatever the growth."""
READ = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
_PACKED = b"PK\x03\x04"


def unpacked(path: Path, folder: Path, name: str = "") -> list[tuple[str, Path]]:
    """The files handed in, by their names; those of a ZIP lie in `folder` under names of our own."""
    with path.open("rb") as file:
        if file.read(4) != _PACKED:
            return [(name or path.name, path)]
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(archive, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Problem(_("The ZIP cannot be unpacked: %(why)s.") % {"why": str(error)[:100]}) from error


def _members(archive: zipfile.ZipFile, folder: Path) -> list[tuple[str, Path]]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise Problem(_("This is a file of kind %(kind)s: save it as CSV in UTF-8 first.") % {"kind": "XLSX"})
    wanted = [info for info in infos if info.filename.lower().endswith(READ) and "__MACOSX" not in info.filename]
    if not wanted:
        raise Problem(_("There is no CSV or JSON file in the ZIP."))
    if len(wanted) > MOST_FILES:
        raise Problem(_("There are more than %(most)s files in the ZIP.") % {"most": MOST_FILES})
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number, info in enumerate(wanted):
        place = folder / f"member-{number}"
        _unpack(archive, info, place)
        found.append((info.filename.replace("\\", "/").rsplit("/", 1)[-1], place))
    return found


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> None:
    """By the bytes that really come, whatever the ZIP says of itself."""
    most, done = max(FREE, GROWTH * info.compress_size), 0
    with archive.open(info) as packed, place.open("wb") as out:
        while piece := packed.read(PIECE):
            done += len(piece)
            if done > most:
                name = info.filename[-80:]
                raise Problem(_("“%(name)s” in the ZIP unpacks to far more than a table would.") % {"name": name})
            out.write(piece)
