"""Rows of one file that are about the same thing: found in constant memory, and handed on side by side."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from kernel import text
from kernel.delimited import Line, Sheet
from kernel.i18n import gettext as _

MOST = 2000
_LARGEST = 27
_TABLE = "CREATE TABLE held (key TEXT, number INTEGER, cells TEXT, PRIMARY KEY (key, number)) WITHOUT ROWID"


class Repeated:
    """Keys that come more than once in a file, with a few that do not: two fields of bits, at most 16 MB each."""

    def __init__(self, columns: Sequence[str], size: int) -> None:
        self._columns = columns
        bits = 1 << min(_LARGEST, max(20, size.bit_length() + 1))
        self._mask = bits - 1
        self._once, self._again = bytearray(bits >> 3), bytearray(bits >> 3)

    def read(self, sheet: Sheet) -> Repeated:
        """Look through the whole file once."""
        once, again, mask = self._once, self._again, self._mask
        for cells in sheet.only(self._columns):
            place = hash(_joined(cells)) & mask
            at, bit = place >> 3, 1 << (place & 7)
            (again if once[at] & bit else once)[at] |= bit
        return self

    def __contains__(self, line: Line) -> bool:
        place = hash(self.key(line)) & self._mask
        return not line.flaw and bool(self._again[place >> 3] & 1 << (place & 7))

    def key(self, line: Line) -> str:
        """What a row is about; two that differ in more than case and blanks are never taken for the same by a wing."""
        return _joined([line.cells.get(column, "") for column in self._columns])


def _joined(cells: Sequence[str]) -> str:
    return "\x1f".join([_folded(cell) for cell in cells])


def _folded(cell: str) -> str:
    return cell.lower() if cell.isascii() and cell.isalnum() else text.one_line(cell).casefold()


class Apart:
    """Rows set apart on disk until the file ends, then given out by key: all rows of one key stand in one batch."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a file of SQLite's own, gone when it is closed
        self._base.execute(_TABLE)

    def add(self, lines: Sequence[tuple[str, Line]]) -> None:
        rows = [(key, line.number, json.dumps(line.cells)) for key, line in lines]
        self._base.executemany("INSERT INTO held VALUES (?, ?, ?)", rows)

    def batches(self, size: int) -> Iterator[list[Line]]:
        """About `size` rows at a time; of a key that comes very often the rows after the first `MOST` are bad."""
        lines: list[Line] = []
        last, times = None, 0
        for key, number, cells in self._base.execute("SELECT key, number, cells FROM held ORDER BY key, number"):
            times = times + 1 if key == last else 1
            if len(lines) >= size and (key != last or times > MOST):
                yield lines
                lines = []
            last = key
            flaw = _("It is about the same as %(most)s rows above.") % {"most": MOST} if times > MOST else ""
            lines.append(Line(number, json.loads(cells), flaw))
        if lines:
            yield lines

    def close(self) -> None:
        self._base.close()
