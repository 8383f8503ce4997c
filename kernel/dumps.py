"""The tables of either database as members of a backup, taken in one moment while the site runs, and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kernel import appendonly, db
from kernel.archives import Reader, Writer
from kernel.errors import Problem
from kernel.settings import Settings

SNAPSHOT = "database/tandem.db"
JOURNAL = "tortoise_migrations"
Counts = dict[str, int]


def dump_sqlite(settings: Settings, out: Writer, beside: Path) -> tuple[Counts, list[str]]:
    """The file as SQLite's online backup copies it: writers go on meanwhile."""
    copy = beside.with_name(f"{beside.name}.db")
    try:
        with closing(sqlite3.connect(settings.sqlite_path)) as live, closing(sqlite3.connect(copy)) as kept:
            live.backup(kept)
            kept.execute("PRAGMA journal_mode = DELETE")
            found = _sqlite_counts(kept), _sqlite_names(kept)
        out.add(SNAPSHOT, copy)
        return found
    finally:
        copy.unlink(missing_ok=True)


def load_sqlite(settings: Settings, source: Reader) -> Counts:
    """Put the copy into the live file in one transaction, so that a running site sees the old or the new."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    copy = settings.data_dir / "restoring.db"
    try:
        source.put(SNAPSHOT, copy)
        with (
            closing(sqlite3.connect(copy)) as kept,
            closing(sqlite3.connect(settings.sqlite_path, timeout=30)) as live,
        ):
            kept.backup(live)
            live.execute("PRAGMA journal_mode = WAL")
            return _sqlite_counts(live)
    finally:
        copy.unlink(missing_ok=True)


def count_sqlite(settings: Settings) -> Counts:
    if not settings.sqlite_path.exists():
        return {}
    with closing(sqlite3.connect(settings.sqlite_path)) as live:
        return _sqlite_counts(live)


def _sqlite_counts(base: sqlite3.Connection) -> Counts:
    names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in sorted(names)}


def _sqlite_names(base: sqlite3.Connection) -> list[str]:
    return [f"{app}.{name}" for app, name in base.execute(f"SELECT app, name FROM {JOURNAL} ORDER BY id")]


async def dump_postgresql(settings: Settings, out: Writer) -> tuple[Counts, list[str], dict[str, list[str]]]:
    """Every table as COPY text, all of one moment."""
    base = await db.alone(settings)
    try:
        async with base.transaction(isolation="repeatable_read", readonly=True):
            tables = await _tables(base)
            for table, columns in tables.items():
                await _copy_out(base, table, columns, out)
            names = await base.fetch(f"SELECT app, name FROM {JOURNAL} ORDER BY id")
            return await _counts(base, tables), [f"{line['app']}.{line['name']}" for line in names], tables
    finally:
        await base.close()


async def _copy_out(base: Any, table: str, columns: list[str], out: Writer) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with out.member(f"database/{table}.copy") as member:

        async def keep(piece: bytes) -> None:
            member.write(piece)

        await base.copy_from_query(f'SELECT {names} FROM "{table}"', output=keep)


async def names_postgresql(settings: Settings) -> list[str]:
    """Migrations that were applied here, in order; none in a database without tables."""
    base = await db.alone(settings)
    try:
        if JOURNAL not in await _tables(base):
            return []
        return [
            f"{line['app']}.{line['name']}" for line in await base.fetch(f"SELECT app, name FROM {JOURNAL} ORDER BY id")
        ]
    finally:
        await base.close()


async def load_postgresql(settings: Settings, source: Reader) -> Counts:
    """Empty the tables and fill them again, parents first, in one transaction."""
    base = await db.alone(settings)
    try:
        async with base.transaction():
            tables = await _tables(base)
            kept: dict[str, list[str]] = source.about["columns"]
            if missing := sorted(set(kept) - set(tables)):
                raise Problem(f"The backup holds tables that this version does not know: {', '.join(missing)}.")
            await appendonly.turned(base, on=False)
            await base.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " RESTART IDENTITY CASCADE")
            for table in await _parents_first(base, list(kept)):
                pieces = _async(source, f"database/{table}.copy")
                await base.copy_to_table(table, source=pieces, columns=kept[table])
                await continue_numbers(base, table, kept[table])
            await appendonly.turned(base, on=True)
            return await _counts(base, tables)
    finally:
        await base.close()


async def _async(source: Reader, name: str) -> AsyncIterator[bytes]:
    for piece in source.pieces(name):
        yield piece


async def count_postgresql(settings: Settings) -> Counts:
    base = await db.alone(settings)
    try:
        return await _counts(base, await _tables(base))
    finally:
        await base.close()


async def _tables(base: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines = await base.fetch(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' "
        "ORDER BY c.table_name, c.ordinal_position"
    )
    for table, column in lines:
        found.setdefault(table, []).append(column)
    return found


async def _counts(base: Any, tables: dict[str, list[str]]) -> Counts:
    return {table: await base.fetchval(f'SELECT count(*) FROM "{table}"') for table in tables}


async def _parents_first(base: Any, tables: list[str]) -> list[str]:
    """Tables in an order in which every reference finds its row."""
    lines = await base.fetch(
        "SELECT child.relname, parent.relname FROM pg_constraint c JOIN pg_class child ON child.oid = c.conrelid "
        "JOIN pg_class parent ON parent.oid = c.confrelid WHERE c.contype = 'f' AND c.conrelid <> c.confrelid"
    )
    waiting = {table: {parent for child, parent in lines if child == table} for table in tables}
    ordered: list[str] = []
    while waiting:
        ready = sorted(table for table, parents in waiting.items() if not parents & set(waiting))
        if not ready:
            raise Problem(f"The tables {', '.join(sorted(waiting))} refer to each other in a ring.")
        ordered += ready
        waiting = {table: parents for table, parents in waiting.items() if table not in ready}
    return ordered


async def continue_numbers(base: Any, table: str, columns: list[str]) -> None:
    """New rows take numbers after the highest that is there."""
    if "id" in columns and (sequence := await base.fetchval("SELECT pg_get_serial_sequence($1, 'id')", f'"{table}"')):
        await base.fetchval(f'SELECT setval($1::regclass, greatest((SELECT max(id) FROM "{table}"), 1))', sequence)
