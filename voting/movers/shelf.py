"""Where what was handed in lies until it is done: a file, what was in it, and what was read of it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import IO

from kernel.errors import Problem
from kernel.features import the_house
from kernel.i18n import gettext as _
from voting.movers import parcels
from voting.movers import parts as tables
from voting.movers.parts import Part

PIECE = 1 << 20


def place(batch: int, what: str) -> Path:
    folder: Path = the_house().settings.data_dir / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"batch-{batch}.{what}"


def parts(path: Path, folder: Path, name: str = "") -> list[Part]:
    """The tables of a file, unpacked where it is packed."""
    if folder.is_dir() and (kept := sorted(folder.glob("member-*"))) and (folder / "names").is_file():
        names = (folder / "names").read_text("utf-8").splitlines()
        return tables.of_files(list(zip(names, sorted(kept, key=_number), strict=True)))
    files = parcels.unpacked(path, folder, name)
    if folder.is_dir():
        (folder / "names").write_text("\n".join(name.replace("\n", " ") for name, _path in files), "utf-8")
    return tables.of_files(files)


def _number(path: Path) -> int:
    return int(path.name.removeprefix("member-"))


def keep(file: IO[bytes], path: Path) -> tuple[int, str]:
    """Put a file on the shelf; says its size and fingerprint."""
    told, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        while piece := file.read(PIECE):
            told.update(piece)
            size += len(piece)
            out.write(piece)
    return size, told.hexdigest()


def digest(path: Path) -> tuple[int, str]:
    """The size and fingerprint of a file."""
    if not path.is_file():
        raise Problem(_("There is no file %(name)s.") % {"name": path})
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def numbers() -> list[int]:
    """The batches of which something lies here."""
    found = (path.name.removeprefix("batch-").split(".")[0] for path in place(0, "").parent.glob("batch-*.*"))
    return sorted({int(number) for number in found if number.isdecimal() and int(number)})


def files(batch: int) -> list[Path]:
    """All that lies here of a batch."""
    lying = place(batch, "").parent.glob(f"batch-{batch}.*")
    return [path for one in lying for path in ([one] if one.is_file() else one.rglob("*")) if path.is_file()]


def clear(batch: int, *, rows_too: bool) -> None:
    """Take away what is no longer needed; `rows_too` what became of each row."""
    place(batch, "file").unlink(missing_ok=True)
    shutil.rmtree(place(batch, "parts"), ignore_errors=True)
    if rows_too:
        for ending in ("rows.db", "rows.db-wal", "rows.db-shm"):
            place(batch, ending).unlink(missing_ok=True)
