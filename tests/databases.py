"""Databases for tests: a migrated one of each kind is made once, and every test gets a copy of its own."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tortoise.apps import Apps
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.models import Model

from kernel import db
from kernel.features import House
from kernel.migrate import migrate
from kernel.settings import Settings
from run import house
from tests import once, postgresql

READY = "INSERT INTO site_setting (key, value) VALUES ('ready', 'true')"
"""Tests begin on a site that has been set up."""


def settings_for(folder: Path, **more: object) -> Settings:
    return Settings(data_dir=folder, secret="of-the-tests", rate_limits="off", **more)  # type: ignore[arg-type]


def _build_querysets(apps: Apps) -> None:
    """Make models ready for the database that was opened, but for those that are ready for its kind already."""
    everything = apps.apps
    apps.apps = {
        label: {n: m for n, m in models.items() if _readied.get(m) != _state(m)} for label, models in everything.items()
    }
    _build_all_querysets(apps)
    _readied.update({model: _state(model) for models in apps.apps.values() for model in models.values()})
    apps.apps = everything


def _state(model: type[Model]) -> tuple[object, int]:
    return model._meta.db.query_class, len(model._meta.fields_map)


_readied: dict[type[Model], tuple[object, int]] = {}
_build_all_querysets = Apps._build_initial_querysets
Apps._build_initial_querysets = _build_querysets  # type: ignore[assignment, method-assign]


def _migrated(folder: Path) -> None:
    asyncio.run(migrate(house(settings_for(folder))))
    with closing(sqlite3.connect(folder / "tandem.db")) as database, database:
        database.execute(READY)


def sqlite_copy(folder: Path) -> Settings:
    """Settings of a fresh SQLite database in `folder`."""
    EXECUTOR_CACHE.clear()  # statements are kept by table alone, and each kind of database writes them otherwise
    shutil.copytree(once.made("sqlite", _migrated), folder, dirs_exist_ok=True)
    return settings_for(folder)


def demo_copy(folder: Path) -> Settings:
    """Settings of a demo world in `folder`, as `run.py demo` makes it."""
    EXECUTOR_CACHE.clear()
    once.demo_world(folder)
    return settings_for(folder)


@contextmanager
def postgresql_copy(folder: Path) -> Iterator[Settings]:
    """Settings of a PostgreSQL database that nobody has written to."""
    EXECUTOR_CACHE.clear()
    with postgresql.lent(_prepare) as address:
        yield settings_for(folder, database_url=address)


def _prepare(address: str) -> None:
    settings = settings_for(Path(tempfile.mkdtemp()), database_url=address)
    asyncio.run(migrate(house(settings)))
    asyncio.run(_ready(settings))


async def _ready(settings: Settings) -> None:
    connection = await db.alone(settings)
    await connection.execute(READY)
    await connection.close()


@contextmanager
def postgresql_empty(folder: Path) -> Iterator[Settings]:
    """Settings of a PostgreSQL database without tables."""
    EXECUTOR_CACHE.clear()
    with postgresql.empty() as address:
        yield settings_for(folder, database_url=address)


@contextmanager
def of(kind: str, folder: Path) -> Iterator[Settings]:
    """Settings of a fresh database of a kind, sqlite or postgresql."""
    if kind == "sqlite":
        yield sqlite_copy(folder)
    else:
        with postgresql_copy(folder) as made:
            yield made


def told(settings: Settings) -> dict[str, str]:
    """Where a process that is started on these settings finds its database."""
    return {"TANDEM_DATA_DIR": str(settings.data_dir), "TANDEM_DATABASE_URL": settings.database_url}


def asked(settings: Settings, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of a database that another process has open, or what a statement changes there.

    Also while a loop is running in this thread, as Playwright's is.
    """
    if settings.sqlite:
        with closing(sqlite3.connect(settings.sqlite_path, timeout=20)) as base, base:
            return base.execute(query, values).fetchall()
    numbers = count(1)
    written = re.sub(r"\?", lambda _mark: f"${next(numbers)}", query)

    async def rows() -> list[tuple[Any, ...]]:
        connection = await db.alone(settings)
        try:
            return [tuple(row) for row in await connection.fetch(written, *values)]
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, rows()).result()


class Server:
    """A PostgreSQL server of one test's own, to be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self._server = postgresql.started(self.folder)

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.start()

    async def migrated(self, data: Path) -> House:
        """The house on this server, its tables made and the site set up."""
        EXECUTOR_CACHE.clear()
        built = house(settings_for(data, database_url=postgresql.url(self.folder, "postgres")))
        await migrate(built)
        await _ready(built.settings)
        return built
