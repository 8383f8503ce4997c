"""Delimited text files as people have them: encoding and separator recognised, rows read one at a time."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kernel.errors import Problem
from kernel.i18n import gettext as _

SEPARATORS = (",", ";", "\t")
LONGEST_CELL = 200_000
LONGEST_LINE = 1_000_000
_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOT_TEXT = ((b"PK\x03\x04", "XLSX"), (b"\xd0\xcf\x11\xe0", "XLS"), (b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"))


class Line(NamedTuple):
    """A row of a file: the line it begins at, its cells by column; `flaw` says why it cannot be read as one."""

    number: int
    cells: dict[str, str]
    flaw: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file that was recognised: how to read it, and which columns it has."""

    path: Path
    size: int
    encoding: str
    separator: str
    header: list[str]
    skip: int
    unknown: list[str] = field(default_factory=list)
    errors: str = "strict"

    def lines(self) -> Iterator[tuple[Line, int]]:
        """Each row with the number of bytes read so far; empty lines are passed over."""
        width = len(self.header)
        for number, row, flaw, done in self._rows():
            yield Line(number, {}, flaw) if flaw else self._line(number, row, width), done

    def only(self, columns: Sequence[str]) -> Iterator[list[str]]:
        """The cells of some columns alone, of each row that has them; quicker than whole lines."""
        places = [self.header.index(name) for name in columns if name in self.header]
        most = max(places, default=0)
        for _number, row, _flaw, _done in self._rows():
            if len(row) > most:
                yield [row[place].strip() for place in places]

    def _rows(self) -> Iterator[tuple[int, list[str], str, int]]:
        """The line at which each row begins, its cells or why it has none, and the bytes read so far."""
        with self.path.open("rb") as raw, closing(_decoded(raw, self.encoding, self.errors)) as text:
            reader = csv.reader(_pieces(text), delimiter=self.separator, strict=True)
            begins = 1
            while True:
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield begins, [], _flaw_of(error), raw.tell()
                    begins = reader.line_num + 1
                    continue
                number, begins = begins, reader.line_num + 1
                if number > self.skip and any(row):
                    yield number, row, "", raw.tell()

    def _line(self, number: int, row: list[str], width: int) -> Line:
        if len(row) > width and not any(row[width:]):
            row = row[:width]
        cells = dict(zip(self.header, map(str.strip, row), strict=False))
        if len(row) != width:
            many = {"cells": len(row), "columns": width}
            return Line(number, cells, _("It has %(cells)s cells, the header has %(columns)s.") % many)
        if "\0" in "".join(row):
            return Line(number, cells, _("It holds a NUL character."))
        return Line(number, cells)


def recognise(path: Path, columns: Sequence[str], needed: Sequence[str]) -> Sheet:
    """Say how a file is to be read; Problem in one clear line when it cannot be."""
    if not path.is_file():
        raise Problem(_("There is no file %(name)s.") % {"name": path})
    encoding = _encoding(path)
    with path.open("rb") as raw, closing(_decoded(raw, encoding)) as text:
        first = text.readline(LONGEST_LINE)
        named = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
        line = text.readline(LONGEST_LINE) if named else first
    if not line.strip():
        raise Problem(_("The file %(name)s is empty: its first line names the columns.") % {"name": path.name})
    separator, header = _header(line, columns, only=first.strip()[4] if named else "")
    _complete(header, columns, needed)
    unknown = [name for name in header if name not in columns]
    return Sheet(path, path.stat().st_size, encoding, separator, header, 2 if named else 1, unknown)


def opened(path: Path) -> Sheet:
    """A table of whatever columns: the separator that gives the most of them, its headings as they stand."""
    encoding, errors = encoding_of(path)
    with path.open("rb") as raw, closing(_decoded(raw, encoding, errors)) as text:
        first = text.readline(LONGEST_LINE)
        named = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
        line = text.readline(LONGEST_LINE) if named else first
    if not line.strip():
        raise Problem(_("The file %(name)s is empty: its first line names the columns.") % {"name": path.name})
    separators = [first.strip()[4]] if named else SEPARATORS
    separator, header = max(((one, _headings(line, one)) for one in separators), key=lambda found: len(found[1]))
    return Sheet(path, path.stat().st_size, encoding, separator, header, 2 if named else 1, errors=errors)


def _headings(line: str, separator: str) -> list[str]:
    try:
        header = next(csv.reader([line], delimiter=separator), [])
    except csv.Error as error:
        raise Problem(_("The first line cannot be read: it names the columns.")) from error
    while header and not header[-1].strip():
        header.pop()
    return header


def encoding_of(path: Path) -> tuple[str, str]:
    """How a text is to be decoded, and what is done with bytes that do not fit: those of Windows-1252 within UTF-8 are read."""
    try:
        encoding = _encoding(path)
    except Problem:
        if not _is_mostly_utf8(path):
            raise
        return "utf-8-sig", MIXED
    if encoding == "cp1252" and _is_mostly_utf8(path):
        return "utf-8-sig", MIXED
    return encoding, "strict"


def _is_mostly_utf8(path: Path) -> bool:
    """Whether more letters stand there in UTF-8 than in an older encoding, of the first megabytes."""
    with path.open("rb") as file:
        head = file.read(4 * _CHUNK)
    good = len(re.findall(rb"[\xc3\xc2\xc5\xe2][\x80-\xbf]", head))
    bad = sum(1 for letter in head.decode("utf-8", "surrogateescape") if "\udc80" <= letter <= "\udcff")
    return good >= bad > 0


def _older(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, read as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


MIXED = "utf-8-or-windows-1252"
codecs.register_error(MIXED, _older)


def preview(sheet: Sheet, rows: int = 5) -> list[Line]:
    """The first rows of a file."""
    return [line for line, _read in islice(sheet.lines(), rows)]


def _encoding(path: Path) -> str:
    """UTF-8 when every byte fits, UTF-16 by its mark or its zeros, else Windows-1252 when every byte fits that."""
    with path.open("rb") as file:
        head = file.read(4096)
    for start, name in _NOT_TEXT:
        if head.startswith(start):
            raise Problem(_("This is a file of kind %(kind)s: save it as CSV in UTF-8 first.") % {"kind": name})
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return _proven(path, encoding)
    if len(head) > 3 and head[1::2].count(0) > len(head) // 4:
        return _proven(path, "utf-16-le")
    if len(head) > 3 and head[0::2].count(0) > len(head) // 4:
        return _proven(path, "utf-16-be")
    for encoding in ("utf-8", "cp1252"):
        if _misfit(path, encoding) is None:
            return encoding
    return _proven(path, "utf-8")


def _proven(path: Path, encoding: str) -> str:
    at = _misfit(path, encoding)
    if at is None:
        return encoding
    raise Problem(
        _("The text of %(name)s cannot be read (byte %(byte)s fits no encoding we know): save it as UTF-8.")
        % {"name": path.name, "byte": at}
    )


def _misfit(path: Path, encoding: str) -> int | None:
    """About where a file stops being text of an encoding, read in pieces."""
    decoder, done = codecs.getincrementaldecoder(encoding)(), 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_CHUNK)
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return done + error.start
            done += len(piece)
            if not piece:
                return None


def _header(line: str, columns: Sequence[str], *, only: str) -> tuple[str, list[str]]:
    """The separator under which a line names most of our columns, and the names."""
    best: tuple[int, str, list[str]] = (-1, ",", [])
    for separator in [only] if only in SEPARATORS else SEPARATORS:
        try:
            names = next(csv.reader([line], delimiter=separator), [])
        except csv.Error as error:
            raise Problem(_("The first line cannot be read: it names the columns.")) from error
        names = [name.strip().strip("\ufeff").lower().replace(" ", "_") for name in names]
        known = sum(name in columns for name in names)
        if known > best[0]:
            best = (known, separator, names)
    header = best[2]
    while header and not header[-1]:
        header.pop()
    return best[1], header


def _complete(header: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise Problem(_("The first line names a column twice: %(names)s.") % {"names": ", ".join(twice)})
    missing = [name for name in needed if name not in header]
    if len(missing) == len(needed) and not any(name in columns for name in header):
        names = ",".join(columns)
        raise Problem(_("The first line must name the columns, parted by , ; or tab: %(names)s.") % {"names": names})
    if missing:
        raise Problem(_("Columns are missing in the first line: %(names)s.") % {"names": ", ".join(missing)})


def _decoded(raw: BufferedReader, encoding: str, errors: str = "strict") -> TextIOWrapper:
    return TextIOWrapper(raw, encoding, errors, newline="")


def _pieces(text: TextIOWrapper) -> Iterator[str]:
    """Physical lines; one without an end is passed over but for a cell that is refused, so that it cannot fill the memory."""
    csv.field_size_limit(LONGEST_CELL)
    while line := text.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(("\n", "\r")):
            yield line
            continue
        while (rest := text.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            continue
        yield "x" * (LONGEST_CELL + 1)


def _flaw_of(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _("A cell is longer than %(most)s characters, or a quote is not closed.") % {"most": LONGEST_CELL}
    return _("Its quotes do not match: double those inside a cell, and close each cell.")
