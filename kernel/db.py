"""The database: opening it, one transaction per action, and raw reads that run on SQLite and PostgreSQL alike."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.transactions import in_transaction

from kernel import cache, clock
from kernel.features import Feature
from kernel.settings import Settings

Row = dict[str, Any]
AWAY = (
    OperationalError,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a pool caught while its connections break
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ObjectNotInPrerequisiteStateError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InvalidAuthorizationSpecificationError,
    sqlite3.Error,
)
"""What is raised when the database cannot be reached, is full, or has not the tables it should have."""
_inside: ContextVar[list[bool] | None] = ContextVar("of each transaction under way, whether it is light", default=None)
_MARK = re.compile(r"\?")


def config(settings: Settings, features: Sequence[Feature], *, foreign_keys: bool = True) -> dict[str, Any]:
    """What Tortoise is opened with: one app per package, each with its chain of migrations."""
    apps = {
        f.name: {"models": f.models(), "default_connection": "default", "migrations": f"{f.name}.migrations"}
        for f in features
        if f.models()
    }
    return {
        "connections": {"default": _connection(settings, foreign_keys=foreign_keys)},
        "apps": apps,
        "use_tz": True,
        "timezone": "UTC",
    }


def _connection(settings: Settings, *, foreign_keys: bool) -> dict[str, Any]:
    if settings.sqlite:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        pragmas = {
            "file_path": str(settings.sqlite_path),
            "busy_timeout": 5000,
            "synchronous": settings.sqlite_synchronous,
            "foreign_keys": "ON" if foreign_keys else "OFF",
            "temp_store": "MEMORY",
            "cache_size": -32000,
            "mmap_size": 268435456,
        }
        return {"engine": "kernel.engines.sqlite", "credentials": pragmas}
    return {"engine": "kernel.engines.postgresql", "credentials": postgresql(settings)}


def postgresql(settings: Settings) -> dict[str, Any]:
    """Credentials read from the URL; `?host=/folder` names a unix socket."""
    url = urlsplit(settings.database_url)
    query = {k: v[-1] for k, v in parse_qs(url.query).items()}
    return {
        "host": query.get("host") or url.hostname or "localhost",
        "port": url.port or 5432,
        "user": unquote(url.username or "postgres"),
        "password": unquote(url.password or ""),
        "database": url.path.lstrip("/"),
        "minsize": 1,
        "maxsize": settings.database_pool,
    }


async def alone(settings: Settings) -> Any:
    """A connection to PostgreSQL outside of the pool, for what takes longer than a pool should lend."""
    pool = ("minsize", "maxsize")
    return await asyncpg.connect(**{k: v for k, v in postgresql(settings).items() if k not in pool})


@asynccontextmanager
async def opened(
    settings: Settings, features: Sequence[Feature], *, foreign_keys: bool = True
) -> AsyncIterator[BaseDBAsyncClient]:
    """The database, connected; closed again whatever happens, since its thread would keep the process alive."""
    cache.open_generation(settings.data_dir)
    await Tortoise.init(config=config(settings, features, foreign_keys=foreign_keys), _enable_global_fallback=True)
    try:
        await value("SELECT 1")
        yield client()
    finally:
        await Tortoise.close_connections()


def client() -> BaseDBAsyncClient:
    return get_connection("default")


def on_sqlite() -> bool:
    return client().capabilities.dialect == "sqlite"


@asynccontextmanager
async def transaction(*, quiet: bool = False, light: bool = False) -> AsyncIterator[None]:
    """One action: all of it or nothing. Ends by emptying the caches, unless `quiet` says that nobody can see the change.
    `light` leaves what is steady remembered: nothing about people, rights, boards or settings may change in it.

    Inside another transaction it is a savepoint, so that a caught IntegrityError leaves the outer one usable.
    """
    under_way = _inside.get()
    outermost = under_way is None
    lights = [] if under_way is None else under_way
    lights.append(light)
    token = _inside.set(lights)
    try:
        async with in_transaction("default"):
            yield
            if outermost and not quiet and not on_sqlite():
                await client().execute_query(f"SELECT pg_notify('tandem', '{cache.LIGHT if all(lights) else ''}')")
    finally:
        _inside.reset(token)
    if outermost and not quiet:
        cache.bump(light=all(lights))


def inside() -> bool:
    """Is a transaction of ours under way? What is read in it must not be remembered beyond it."""
    return _inside.get() is not None


async def rows(sql: str, *values: Any) -> list[Row]:
    """Rows of a raw query written with `?`. Columns named at or *_at come back as moments, *_on as days, is_* as booleans."""
    return _shape(await client().execute_query_dict(_numbered(sql), _bound(values)))


async def tuples(sql: str, *values: Any) -> Sequence[Sequence[Any]]:
    """Rows of a raw query as the database gives them, for long tables: no names, moments as `moment` takes them."""
    _, found = await client().execute_query(_numbered(sql), _bound(values))
    return found  # type: ignore[return-value]


async def row(sql: str, *values: Any) -> Row | None:
    found = await rows(sql, *values)
    return found[0] if found else None


async def value(sql: str, *values: Any) -> Any:
    """The first column of the first row, or None."""
    found = await row(sql, *values)
    return next(iter(found.values())) if found else None


async def execute(sql: str, *values: Any) -> int:
    """A raw write; says how many rows it changed (not to be trusted for INSERT on PostgreSQL)."""
    changed, _ = await client().execute_query(_numbered(sql), _bound(values))
    return int(changed)


async def execute_many(sql: str, values: Sequence[Sequence[Any]]) -> None:
    """One write over many rows of values."""
    if values:
        await client().execute_many(_numbered(sql), [_bound(line) for line in values])


async def now() -> datetime:
    """The moment by the database's own clock, which is one for all processes; what the clock was told where it was told."""
    asked = "strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')" if on_sqlite() else "clock_timestamp()"
    return clock.told() or moment(await value(f"SELECT {asked} AS at"))


def moment(found: str | datetime) -> datetime:
    """A moment as either database gives it."""
    return datetime.fromisoformat(found) if isinstance(found, str) else found


def marks(values: Sequence[Any]) -> str:
    """`?, ?, ?` for an IN list; an empty list matches nothing."""
    return ", ".join("?" * len(values)) or "NULL"


def among(column: str, numbers: Sequence[int]) -> tuple[str, tuple[Any, ...]]:
    """A column that is one of many numbers, and what its marks stand for.

    For PostgreSQL it is the same statement however many they are: one that it has prepared already.
    """
    if on_sqlite():
        return f"{column} IN ({marks(numbers)})", tuple(numbers)
    return f"{column} = ANY(CAST(? AS bigint[]))", (list(numbers),)


def joined(number: str) -> str:
    """An aggregate of whole numbers, as text with commas between."""
    return f"group_concat({number})" if on_sqlite() else f"string_agg(CAST({number} AS text), ',')"


def _numbered(sql: str) -> str:
    """PostgreSQL counts its marks."""
    if on_sqlite():
        return sql
    numbers = count(1)
    return _MARK.sub(lambda _: f"${next(numbers)}", sql)


def _bound(values: Sequence[Any]) -> list[Any]:
    """SQLite keeps moments and days as text."""
    return [plain(value) for value in values] if on_sqlite() else list(values)


def plain(value: Any) -> Any:
    """A value as SQLite keeps it: moments and days as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def _shape(found: list[Row]) -> list[Row]:
    """Moments, days and booleans where the names of columns say so."""
    for name in found[0] if found else ():
        turn = _turn(name)
        if turn is not None:
            for row in found:
                row[name] = turn(row[name])
    return found


def _turn(name: str) -> Callable[[Any], Any] | None:
    if name.startswith("is_"):
        return lambda value: None if value is None else bool(value)
    if name == "at" or name.endswith("_at"):
        return lambda value: datetime.fromisoformat(value) if isinstance(value, str) else value
    if name.endswith("_on"):
        return lambda value: date.fromisoformat(value) if isinstance(value, str) else value
    return None
