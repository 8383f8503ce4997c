"""Files from outside: read in constant memory, written in batches, every row that cannot be used listed with its reason."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from tortoise.exceptions import IntegrityError

from kernel import db, delimited, exports, sentences
from kernel.delimited import Line
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.repeats import Apart, Repeated

BATCH = 2000
SHOWN = 1000
REFUSED_BY_DATABASE = (IntegrityError, asyncpg.DataError, OverflowError, UnicodeEncodeError)


class Made(NamedTuple):
    """Something that a file made, or changed from what it was `before`: enough to take it back."""

    kind: str
    id: int
    other: int = 0
    before: dict[str, Any] | None = None
    reference: str = ""


@dataclass
class Batch:
    """Rows that are written in one transaction, what became of each, and all that was made for them."""

    lines: list[Line]
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[Line, str]] = field(default_factory=list)
    warnings: list[tuple[Line, str]] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)

    def refuse(self, line: Line, reason: str) -> None:
        """This row cannot be used; the others can."""
        self.refused.append((line, reason))

    def warn(self, line: Line, message: str) -> None:
        """This row is used, and somebody should know about it."""
        self.warnings.append((line, message))


@dataclass(frozen=True)
class Importer:
    """A kind of file: `run(batch)` writes its rows, called inside one transaction for each batch, never a query per row.

    `needed` columns must be in the header, the others of `columns` may be absent (their cells are then missing from
    `line.cells`). All rows of a file that agree in the columns of `key` come in one batch, so that batches do not bear
    on each other. `finish(report)` is called once at the end, unless nothing was to be written.
    """

    name: str
    columns: tuple[str, ...]
    run: Callable[[Batch], Awaitable[None]]
    key: tuple[str, ...]
    needed: tuple[str, ...] = ()
    finish: Callable[[Report], Awaitable[None]] | None = None
    label: str = ""


@dataclass(frozen=True)
class BadRow:
    line: int
    reason: str


@dataclass
class Report:
    """What an import did; `bad` holds the first rows that could not be used, the file `bad_path` all of them."""

    name: str
    dry_run: bool = False
    encoding: str = ""
    separator: str = ""
    unknown_columns: list[str] = field(default_factory=list)
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad_count: int = 0
    bad: list[BadRow] = field(default_factory=list)
    warning_count: int = 0
    warnings: list[str] = field(default_factory=list)
    bad_path: Path | None = None
    bytes_read: int = 0
    bytes_total: int = 0

    @property
    def changed(self) -> int:
        return self.created + self.updated

    def warn(self, message: str) -> None:
        """Something to know about the whole file."""
        self.warning_count += 1
        if len(self.warnings) < SHOWN:
            self.warnings.append(message)

    def add(self, batch: Batch) -> None:
        """Count a batch that was written."""
        self.created += batch.created
        self.updated += batch.updated
        self.unchanged += batch.unchanged
        for line, reason in batch.refused:
            self.bad_count += 1
            if len(self.bad) < SHOWN:
                self.bad.append(BadRow(line.number, reason))
        for line, message in batch.warnings:
            self.warn(_("Line %(line)s: %(message)s") % {"line": str(line.number), "message": message})


Progress = Callable[[Report], Awaitable[None] | None]
Keep = Callable[[Batch], Awaitable[None]]
"""Called inside the transaction of a batch, when its rows are written."""
Key = Callable[[Line], str]
"""What a row is about."""


class _DryRun(Exception):
    """Ends a batch's transaction without keeping it."""


def importer(name: str) -> Importer:
    """The importer that a wing registered under a name."""
    return next(found for found in importers() if found.name == name)


def importers() -> list[Importer]:
    """Every kind of file that a wing can read."""
    return the_house().registered("importers")


async def read_file(
    kind: Importer,
    path: Path,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    bad_path: Path | None = None,
    keep: Keep | None = None,
) -> Report:
    """Import a file; `bad_path` is where all unusable rows are written, if there are any.

    `keep` notes what each batch made, in the batch's own transaction. A dry run rolls each batch back, so that it
    never holds up the site; its report is that of the run itself.
    """
    sheet = await asyncio.to_thread(delimited.recognise, path, kind.columns, kind.needed or kind.columns)
    repeated = await asyncio.to_thread(Repeated(kind.key, sheet.size).read, sheet)
    report = Report(kind.name, dry_run, sheet.encoding, sheet.separator, sheet.unknown, bytes_total=sheet.size)
    _introduce(report, kind, sheet)
    with _bad_rows(report, sheet.header, bad_path) as keep_bad:
        for lines in _batches(sheet, report, repeated):
            batch = await write(kind, lines, repeated.key, dry_run=dry_run, keep=keep)
            report.add(batch)
            keep_bad(batch)
            if progress and (told := progress(report)) is not None:
                await told
            await asyncio.sleep(0)
    if kind.finish and not dry_run:
        await kind.finish(report)
    return report


def _introduce(report: Report, kind: Importer, sheet: delimited.Sheet) -> None:
    if sheet.unknown:
        report.warn(_("Columns we do not know, left aside: %(names)s.") % {"names": ", ".join(sheet.unknown)})
    absent = [name for name in kind.columns if name not in sheet.header]
    if absent:
        report.warn(_("Columns that the file does not have: %(names)s.") % {"names": ", ".join(absent)})
    if sheet.encoding not in ("utf-8", "utf-8-sig"):
        report.warn(_("The file is not in UTF-8; it was read as %(encoding)s.") % {"encoding": sheet.encoding})


def _batches(sheet: delimited.Sheet, report: Report, repeated: Repeated) -> Iterator[list[Line]]:
    """The rows as they come, then those whose key comes again, side by side."""
    with closing(Apart()) as apart:
        lines: list[Line] = []
        again: list[tuple[str, Line]] = []
        for line, done in sheet.lines():
            report.read += 1
            if line in repeated:
                again.append((repeated.key(line), line))
            else:
                lines.append(line)
            if len(lines) + len(again) == BATCH:
                report.bytes_read = done
                apart.add(again)
                yield lines
                lines, again = [], []
        report.bytes_read = sheet.size
        apart.add(again)
        yield lines
        yield from apart.batches(BATCH)


async def write(
    kind: Importer, lines: Sequence[Line], key: Key, *, dry_run: bool = False, keep: Keep | None = None
) -> Batch:
    """Write some rows in one transaction; what the database refuses is halved until the row is found."""
    batch = Batch([line for line in lines if not line.flaw])
    try:
        if batch.lines:
            await _tried(kind, batch, None if dry_run else keep, dry_run=dry_run)
    except REFUSED_BY_DATABASE as error:
        return await _halve(kind, lines, key, error, dry_run=dry_run, keep=keep)
    batch.refused = sorted([*batch.refused, *((line, line.flaw) for line in lines if line.flaw)], key=_place)
    return batch


async def _tried(kind: Importer, batch: Batch, keep: Keep | None, *, dry_run: bool) -> None:
    try:
        async with db.transaction(quiet=dry_run):
            await kind.run(batch)
            if keep:
                await keep(batch)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass


async def _halve(
    kind: Importer, lines: Sequence[Line], key: Key, error: Exception, *, dry_run: bool, keep: Keep | None
) -> Batch:
    """Rows of one key stay together; where there is one key alone, its last row is the one that is refused."""
    keys = [key(line) for line in lines]
    middle = next((n for n in _from_the_middle(len(lines)) if keys[n - 1] != keys[n]), 0)
    if not middle:
        *others, last = lines
        joined = await write(kind, others, key, dry_run=dry_run, keep=keep)
        joined.refused.append((last, _("The database refuses it: %(why)s") % {"why": _brief(error)}))
        return joined
    joined = await write(kind, lines[:middle], key, dry_run=dry_run, keep=keep)
    other = await write(kind, lines[middle:], key, dry_run=dry_run, keep=keep)
    joined.created += other.created
    joined.updated += other.updated
    joined.unchanged += other.unchanged
    joined.refused += other.refused
    joined.warnings += other.warnings
    joined.made += other.made
    return joined


def _from_the_middle(many: int) -> list[int]:
    """Where a list can be parted, the nearest to its middle first."""
    return sorted(range(1, many), key=lambda n: abs(n - many / 2))


def _cell(text: str) -> str:
    """A cell as it came, unless a spreadsheet would run it; a negative amount is none."""
    text = text.replace("\0", "")
    return text if exports.is_number(text) else str(exports.safe_cell(text))


def _place(refusal: tuple[Line, str]) -> int:
    return refusal[0].number


def _brief(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]


@contextmanager
def _bad_rows(report: Report, header: Sequence[str], path: Path | None) -> Iterator[Callable[[Batch], None]]:
    """Keeps every refused row in a file of its own, made when there is a first one."""
    if path is None:
        yield lambda batch: None
        return
    file: Any = None

    def keep(batch: Batch) -> None:
        nonlocal file
        if batch.refused and file is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("w", encoding="utf-8", newline="")
            csv.writer(file).writerow(["line", "reason", *map(_cell, header)])
            report.bad_path = path
        for line, reason in batch.refused:
            cells = [_cell(line.cells.get(name, "")) for name in header]
            csv.writer(file).writerow([line.number, sentences.kept(reason), *cells])

    try:
        yield keep
    finally:
        if file is not None:
            file.close()
