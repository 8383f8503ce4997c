"""The tables of what was handed in, whether they came as CSV or JSON, alone or together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kernel import delimited
from kernel.delimited import Line, Sheet
from kernel.errors import Problem
from kernel.i18n import gettext as _
from voting.movers import headings, objects
from voting.movers.tools.plain import NAMES
from voting.movers.tools.shapes import IDEAS

SAMPLE = 200


@dataclass(frozen=True)
class Part:
    """One table: `names` are its columns in one way of writing, `headings` as they stand."""

    file: str
    path: Path
    names: tuple[str, ...]
    headings: tuple[str, ...]
    encoding: str = ""
    sheet: Sheet | None = None
    place: str = ""
    child: str = ""

    @property
    def label(self) -> str:
        return " › ".join(word for word in (self.file, self.place, self.child) if word)

    def rows(self) -> Iterator[Line]:
        """Each row, in constant memory."""
        return self._lines() if self.sheet else self._objects()

    def sample(self) -> list[dict[str, str]]:
        return [row.cells for row in islice(self.rows(), SAMPLE) if not row.flaw]

    def _lines(self) -> Iterator[Line]:
        for line, _done in self.sheet.lines() if self.sheet else ():
            yield line

    def _objects(self) -> Iterator[Line]:
        for found in objects.items(self.path):
            if found.place != self.place:
                continue
            if not self.child:
                yield Line(found.number, objects.cells(found.value), found.flaw)
                continue
            idea = _known_by(objects.cells(found.value))
            for child, row in objects.children(found.value):
                if child == self.child:
                    yield Line(found.number, {**row, "idea": idea})


def of_files(files: list[tuple[str, Path]]) -> list[Part]:
    """The tables of some files; Problem where there is none."""
    found: list[Part] = []
    for name, path in files:
        found += _tables(name, path) if path.stat().st_size else []
    if not found:
        raise Problem(_("There is nothing in the file: it has no rows."))
    return found


def _tables(name: str, path: Path) -> list[Part]:
    with path.open("rb") as file:
        head = file.read(200).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if head[:1] in (b"{", b"["):
        return _of_objects(name, path)
    sheet = delimited.opened(path)
    names = headings.names_of(sheet.header)
    told = "utf-8, windows-1252" if sheet.errors == delimited.MIXED else sheet.encoding
    known = Sheet(path, sheet.size, sheet.encoding, sheet.separator, names, sheet.skip, errors=sheet.errors)
    return [Part(name, path, tuple(names), tuple(sheet.header), told, known)]


def _of_objects(name: str, path: Path) -> list[Part]:
    """Every list of a file, with its columns as far as its first objects have them."""
    columns: dict[tuple[str, str], dict[str, None]] = {}
    for found in islice(objects.items(path), 20 * SAMPLE):
        if found.flaw:
            continue
        columns.setdefault((found.place, ""), {}).update(dict.fromkeys(objects.cells(found.value)))
        for child, row in objects.children(found.value):
            columns.setdefault((found.place, child), {}).update(dict.fromkeys([*row, "idea"]))
    encoding = delimited.encoding_of(path)[0]
    return [
        Part(name, path, tuple(names), tuple(names), encoding, None, place, child)
        for (place, child), names in columns.items()
        if names
    ]


def _known_by(cells: dict[str, str]) -> str:
    """What the rows within an object call it by."""
    return next((cells[name] for name in ("html_url", "url", *NAMES[IDEAS]["id"]) if cells.get(name)), "")
