"""Tables brought up to date: each package's chain of migrations, without losing a row on the way.

SQLite rebuilds a table to alter it, and with foreign keys on the rebuild would cascade; so they are off meanwhile, the
file is copied first, and afterwards the keys are checked and the rows counted.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.api import migrate as run_migrations
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.writer import MigrationWriter
from tortoise.transactions import in_transaction

from kernel import appendonly, audit, cache, clock, db
from kernel.errors import Problem
from kernel.features import House

RENAMED = {("voting", "0002_scores_and_contests"): "0003_scores_and_contests"}
"""Migrations that other ones were put before, by package and earlier name."""
SEALED = ("kernel", "0004_what_let_a_session_in")
"""The one that gave the end of the chain of staff acts its place."""


async def migrate(house: House) -> None:
    """Bring the database to the newest tables; a fresh one is made from nothing."""
    settings = house.settings
    made = (
        not settings.sqlite_path.exists() and await _make_file(house) if settings.sqlite else await _make_inside(house)
    )
    if not made:
        before = await _bring_up(house)
        if SEALED not in before:
            async with db.opened(settings, house.features):
                await audit.seal()  # acts from before the chain's end had a place; later it is never made anew here
    cache.open_generation(settings.data_dir)
    cache.bump()


async def _bring_up(house: House) -> set[tuple[str, str]]:
    """Run what is missing of the chains of migrations; says what was applied before."""
    settings = house.settings
    kept = _copy(settings.sqlite_path) if settings.sqlite else None
    config = db.config(settings, house.features, foreign_keys=False)
    try:
        await Tortoise.init(config=config)
        await _call_by_new_names()
        journal = MigrationRecorder(get_connection("default"))
        before = {(key.app_label, key.name) for key in await journal.applied_migrations()}
        await run_migrations(config=config)
        await appendonly.lock(get_connection("default"))  # a table that was rebuilt, or a restored copy, may lack it
    finally:
        await Tortoise.close_connections()
    if kept:
        _check(settings.sqlite_path, kept)
    return before


async def _call_by_new_names() -> None:
    """Note under its present name what was applied under an earlier one."""
    recorder = MigrationRecorder(get_connection("default"))
    for key in await recorder.applied_migrations():
        if name := RENAMED.get((key.app_label, key.name)):
            await recorder.record_applied(key.app_label, name)
            await recorder.record_unapplied(key.app_label, key.name)


async def _make_file(house: House) -> bool:
    """A new file with the newest tables, which takes its name when it is whole."""
    config, path = db.config(house.settings, house.features, foreign_keys=False), house.settings.sqlite_path
    made = path.with_name(f"{path.name}.new")
    made.unlink(missing_ok=True)
    config["connections"]["default"]["credentials"]["file_path"] = str(made)
    try:
        await Tortoise.init(config=config)
        await _make(get_connection("default"), config)
    finally:
        await Tortoise.close_connections()
    made.rename(path)
    return True


async def _make_inside(house: House) -> bool:
    """The newest tables in a database of PostgreSQL that has none, all of them or nothing; says whether it had none.

    Who starts at the same moment waits, and finds them.
    """
    config = db.config(house.settings, house.features)
    try:
        await Tortoise.init(config=config)
        async with in_transaction("default") as connection:
            await connection.execute_query("SELECT pg_advisory_xact_lock(8100)")
            _, tables = await connection.execute_query(
                "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1"
            )
            if not tables:
                await _make(connection, config)
    finally:
        await Tortoise.close_connections()
    return not tables


async def _make(connection: BaseDBAsyncClient, config: dict[str, Any]) -> None:
    """Tables made from the models, and every migration noted as applied: the chains come to the same in seconds."""
    await Tortoise.generate_schemas()
    await appendonly.lock(connection)
    executor = MigrationExecutor(connection, config["apps"])
    await executor.recorder.ensure_schema(
        executor._schema_editor(atomic=False)
    )  # it reads the journal before it makes one
    await executor.migrate(fake=True)


async def reach(house: House, names: Sequence[str]) -> None:
    """Make the tables as they were after the migrations `names`, in a database that has none yet."""
    config = db.config(house.settings, house.features, foreign_keys=False)
    last = {name.partition(".")[0]: name for name in names}
    try:
        for target in last.values():
            await run_migrations(config=config, target=target, direction="forward")
    finally:
        await Tortoise.close_connections()


def refuse_unknown(house: House, names: Sequence[str]) -> None:
    """A database from a newer version is not touched by an older one."""
    unknown = [name for name in names if not _file_of(name).is_file()]
    if unknown:
        raise Problem(f"This was made by a newer version, which knows {', '.join(unknown)}; update first.")


def _file_of(name: str) -> Path:
    package, _, migration = name.partition(".")
    return Path(__file__).parent.parent / package / "migrations" / f"{migration}.py"


async def pending(house: House) -> list[str]:
    """Migrations that exist as files and have not been applied; to be asked while the database is open."""
    applied = {f"{row['app']}.{row['name']}" for row in await db.rows("SELECT app, name FROM tortoise_migrations")}
    written = [
        f"{feature.name}.{file.stem}"
        for feature in house.features
        for file in sorted((Path(__file__).parent.parent / feature.name / "migrations").glob("[0-9]*.py"))
    ]
    return [name for name in written if name not in applied]


def _copy(path: Path) -> Path:
    """A copy beside the file, made by SQLite itself."""
    target = path.with_name(f"before-migration-{clock.now():%Y%m%d-%H%M%S}.db")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def _check(path: Path, kept: Path) -> None:
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(kept)) as before:
        broken = now.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Problem(f"The migration broke {len(broken)} references; the copy is {kept}.")
        unchanged = _shape(before) == _shape(now)
        lost = _lost(before, now)
    if lost:
        raise Problem(f"The migration lost rows of {', '.join(lost)}; the copy is {kept}.")
    if unchanged:
        kept.unlink()


def _shape(base: sqlite3.Connection) -> list[Any]:
    return base.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()


def _lost(before: sqlite3.Connection, now: sqlite3.Connection) -> list[str]:
    """Tables with fewer rows than before."""
    names = {row[0] for row in now.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = []
    for (name,) in before.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        count = f'SELECT count(*) FROM "{name}"'
        if name in names and now.execute(count).fetchone()[0] < before.execute(count).fetchone()[0]:
            found.append(name)
    return found


async def command(house: House, arguments: argparse.Namespace) -> int:
    await migrate(house)
    print("The tables are up to date.")
    return 0


async def write_command(house: House, arguments: argparse.Namespace) -> int:
    """Write migrations for tables that changed. In the first one of a package, name by hand what it depends on."""
    for writer in await changes(house):
        print(writer.write())
    return 0


async def changes(house: House) -> list[MigrationWriter]:
    """Migrations that the models ask for and nobody has written yet."""
    config = db.config(house.settings, house.features)
    async with TortoiseContext() as context:
        await context.init(config=config)
        found = MigrationAutodetector(context.apps, config["apps"])  # type: ignore[arg-type]
        return await found.changes()
