"""Everything as one zip: a CSV for each table, the uploads, and a page that says what stands where; of one moment."""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from kernel import archives, clock, db
from kernel.features import House
from kernel.settings import Settings
from kernel.takeout import describing
from kernel.takeout.cells import written
from kernel.takeout.tables import Table, left_behind, taken

BATCH = 2000
WHAT = "everything"
Rows = AsyncIterator[Sequence[Sequence[Any]]]
Told = Callable[[str, int], None]


async def write(house: House, path: Path, *, told: Told = lambda table, rows: None) -> dict[str, int]:
    """Write everything to `path`, while the site runs; says how many rows each table has. `told` hears of each table."""
    settings, tables, counts = house.settings, taken(), dict[str, int]()
    with archives.written(path) as out:
        async with _moment(settings) as rows_of:
            for table in tables:
                with out.member(f"tables/{table.name}.csv") as member:
                    counts[table.name] = await _table(table, rows_of(table), member)
                told(table.name, counts[table.name])
        for file in uploads(settings):
            out.add(f"files/{file.relative_to(settings.data_dir / 'uploads').as_posix()}", file)
        with out.member("README.md") as member:
            member.write(describing.page(tables, left_behind(), counts).encode())
        out.close(
            {
                "what": WHAT,
                "made_at": clock.now().isoformat(timespec="seconds"),
                "tables": describing.manifest(tables, counts),
            }
        )
    return counts


def uploads(settings: Settings) -> list[Path]:
    folder = settings.data_dir / "uploads"
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".part")


async def _table(table: Table, batches: Rows, member: archives.Digesting) -> int:
    kinds, count = [column.kind for column in table.columns], 0
    member.write(_lines([[column.name for column in table.columns]]))
    async for rows in batches:
        cells = ([written(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows)
        member.write(await asyncio.to_thread(_lines, cells))
        count += len(rows)
    return count


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _select(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {names} FROM "{table.name}" ORDER BY "{table.key}"'


@asynccontextmanager
async def _moment(settings: Settings) -> AsyncIterator[Callable[[Table], Rows]]:
    """Reads tables as they all are at one moment, on a connection of its own."""
    if settings.sqlite:
        with closing(
            sqlite3.connect(f"file:{settings.sqlite_path}?mode=ro", uri=True, check_same_thread=False)
        ) as base:
            base.execute("BEGIN")
            yield lambda table: _sqlite_rows(base, table)
        return
    live = await db.alone(settings)
    try:
        async with live.transaction(isolation="repeatable_read", readonly=True):
            yield lambda table: _postgresql_rows(live, table)
    finally:
        await live.close()


async def _sqlite_rows(base: sqlite3.Connection, table: Table) -> Rows:
    found = await asyncio.to_thread(base.execute, _select(table))
    while rows := await asyncio.to_thread(found.fetchmany, BATCH):
        yield rows


async def _postgresql_rows(base: Any, table: Table) -> Rows:
    found = await base.cursor(_select(table))
    while rows := await found.fetch(BATCH):
        yield [tuple(row) for row in rows]
