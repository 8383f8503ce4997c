"""A site made of everything that another one held: all of it in one transaction, or nothing."""

from __future__ import annotations

import asyncio
import csv
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from kernel import archives, cache, db, dumps
from kernel.errors import Problem
from kernel.features import House
from kernel.settings import Settings
from kernel.takeout.cells import NOTHING, Kind, read
from kernel.takeout.tables import Table, taken
from kernel.takeout.writing import WHAT

LONGEST_CELL = 64 << 20
OWN = "site_setting"
"""What a site may hold before: its settings, which are replaced."""
Told = Callable[[str, int], None]
Counts = dict[str, int]


async def read_back(house: House, path: Path, *, told: Told = lambda table, rows: None) -> dict[str, int]:
    """Fill an empty site; says how many rows each table has then. Problem where it is not empty or the file is not right."""
    with archives.opened(path) as source:
        about = source.about
        if about.get("what") != WHAT:
            raise Problem(f"{path} does not hold everything of a site; `restore` reads backups.")
        tables = _agreed(about["tables"])
        csv.field_size_limit(LONGEST_CELL)
        load = _into_sqlite if house.settings.sqlite else _into_postgresql
        promised = {name: table["rows"] for name, table in about["tables"].items()}
        counts = await load(house.settings, source, tables, told=told, promised=promised)
        for name in source.names("files/"):
            source.put(name, house.settings.data_dir / "uploads" / name.removeprefix("files/"))
    cache.open_generation(house.settings.data_dir)
    cache.bump()
    return counts


def _agreed(told: dict[str, Any]) -> list[Table]:
    """The tables of the file, if they have the columns that this version has."""
    known = {table.name: table for table in taken()}
    names = {name: {column["name"] for column in table["columns"]} for name, table in told.items()}
    other = [
        name
        for name in {*known, *names}
        if name not in names or name not in known or names[name] != _names(known[name])
    ]
    if other:
        raise Problem(f"The file was made by another version; these tables differ: {', '.join(sorted(other))}.")
    return list(known.values())


def _names(table: Table) -> set[str]:
    return {column.name for column in table.columns}


def _rows(source: archives.Reader, table: Table) -> Iterator[list[Any]]:
    """The rows of a table's file, in the order of its columns."""
    lines = csv.reader(source.lines(f"tables/{table.name}.csv"))
    header = next(lines, [])
    if set(header) != _names(table) or len(header) != len(table.columns):
        raise Problem(f"tables/{table.name}.csv has not the columns that it should have.")
    kinds = {column.name: column.kind for column in table.columns}
    places = [header.index(column.name) for column in table.columns]
    for cells in lines:
        try:
            row = [_bound(kinds[name], cell) for name, cell in zip(header, cells, strict=True)]
        except (ValueError, ArithmeticError, TypeError):
            raise Problem(f"tables/{table.name}.csv, line {lines.line_num}: a cell cannot be read.") from None
        yield [row[place] for place in places]


async def _into_sqlite(
    settings: Settings, source: archives.Reader, tables: Sequence[Table], *, told: Told, promised: Counts
) -> Counts:
    return await asyncio.to_thread(_fill_sqlite, settings, source, tables, told=told, promised=promised)


def _fill_sqlite(
    settings: Settings, source: archives.Reader, tables: Sequence[Table], *, told: Told, promised: Counts
) -> Counts:
    counts: dict[str, int] = {}
    with closing(sqlite3.connect(settings.sqlite_path, timeout=30, isolation_level=None)) as base:
        base.execute("PRAGMA foreign_keys = OFF")
        base.execute("BEGIN IMMEDIATE")
        _refuse_filled([t.name for t in tables if base.execute(f'SELECT 1 FROM "{t.name}" LIMIT 1').fetchone()])
        base.execute(f'DELETE FROM "{OWN}"')
        for table in tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            marks = ", ".join("?" * len(table.columns))
            rows = (tuple(_plain(value) for value in row) for row in _rows(source, table))
            done = base.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)
            counts[table.name] = max(0, done.rowcount)
            told(table.name, counts[table.name])
        if loose := base.execute("PRAGMA foreign_key_check").fetchone():
            raise Problem(f"A row of {loose[0]} refers to one of {loose[2]} that is not in the file.")
        _compare(counts, promised)
        base.execute("COMMIT")
    return counts


def _bound(kind: Kind, cell: str) -> Any:
    """What a cell holds, JSON as the text that both databases take."""
    value = read(kind, cell)
    return json.dumps(value) if kind == Kind.JSON and cell != NOTHING else value


def _plain(value: Any) -> Any:
    """As the house writes it into SQLite."""
    return str(value) if isinstance(value, Decimal) else db.plain(value)


def _refuse_filled(filled: Sequence[str]) -> None:
    if held := [name for name in filled if name != OWN]:
        raise Problem(f"There is something here already: {', '.join(held[:3])}. Everything is read into an empty site.")


def _compare(counts: Counts, promised: Counts) -> None:
    if wrong := [name for name, rows in counts.items() if rows != promised[name]]:
        raise Problem(f"The file says otherwise how many rows there are: {', '.join(wrong)}.")


async def _into_postgresql(
    settings: Settings, source: archives.Reader, tables: Sequence[Table], *, told: Told, promised: Counts
) -> Counts:
    counts: dict[str, int] = {}
    base = await db.alone(settings)
    try:
        async with base.transaction():
            _refuse_filled([t.name for t in tables if await base.fetchval(f'SELECT 1 FROM "{t.name}" LIMIT 1')])
            await base.execute(f'DELETE FROM "{OWN}"')
            for table in tables:
                names = [column.name for column in table.columns]
                counts[table.name] = await _copy(base, source, table, names)
                await dumps.continue_numbers(base, table.name, names)
                told(table.name, counts[table.name])
            _compare(counts, promised)
    finally:
        await base.close()
    return counts


async def _copy(base: Any, source: archives.Reader, table: Table, names: list[str]) -> int:
    """All rows of a table in one statement, so that one may refer to a later one of the same table."""
    count = 0

    async def rows() -> AsyncIterator[tuple[Any, ...]]:
        nonlocal count
        for row in _rows(source, table):
            count += 1
            yield tuple(row)

    await base.copy_records_to_table(table.name, records=rows(), columns=names)
    return count
