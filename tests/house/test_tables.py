"""Migrations are current, what they build is what the models say, and they keep every row, on both databases."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel import db, migrate
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import databases, tables

ROOT = Path(__file__).parents[2]


async def test_nothing_waits_to_be_migrated(home: House) -> None:
    assert await migrate.pending(home) == []


async def test_models_and_migrations_agree(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    assert [str(writer) for writer in await migrate.changes(built)] == []


@pytest.fixture
def empty(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A database of the same kind that nobody has made tables in."""
    if settings.sqlite:
        yield databases.settings_for(tmp_path / "generated")
    else:
        with databases.postgresql_empty(tmp_path / "generated") as made:
            yield made


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_a_new_file_takes_its_name_when_it_is_whole(settings: Settings, tmp_path: Path) -> None:
    fresh = house(databases.settings_for(tmp_path / "fresh"))
    open_house(fresh)
    await migrate.migrate(fresh)
    assert [path.name for path in fresh.settings.data_dir.iterdir() if path.suffix in (".new", ".db")] == ["tandem.db"]


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_two_that_begin_on_one_server_make_the_tables_once(empty: Settings, tmp_path: Path) -> None:
    """As processes of their own; the one that waited finds the tables and has nothing to do."""
    told = {"TANDEM_DATABASE_URL": empty.database_url, "TANDEM_DATA_DIR": str(tmp_path), "TANDEM_SECRET": "s" * 40}
    begun = [
        await asyncio.create_subprocess_exec(sys.executable, "run.py", "migrate", cwd=ROOT, env={**os.environ, **told})
        for _ in range(2)
    ]
    assert [await one.wait() for one in begun] == [0, 0]
    built = house(empty)
    open_house(built)
    async with db.opened(empty, built.features):
        assert await migrate.pending(built) == []


async def test_a_migration_is_known_by_its_earlier_name(home: House) -> None:
    for (app, earlier), name in migrate.RENAMED.items():
        await db.execute("UPDATE tortoise_migrations SET name = ? WHERE app = ? AND name = ?", earlier, app, name)
    await migrate._call_by_new_names()
    assert await migrate.pending(home) == []
    applied = {(row["app"], row["name"]) for row in await db.rows("SELECT app, name FROM tortoise_migrations")}
    assert not applied & migrate.RENAMED.keys()


async def test_a_site_of_the_first_version_keeps_every_row_on_its_way_to_the_newest(
    settings: Settings, empty: Settings
) -> None:
    old = house(empty)
    open_house(old)
    await migrate.reach(old, [f"{f.name}.0001_initial" for f in old.features if f.models()])
    async with db.opened(empty, old.features):
        await tables.fill()
        before = await tables.contents()
    assert {len(rows) for rows in before.values()} == {tables.ROWS}

    await migrate.migrate(old)
    async with db.opened(empty, old.features):
        after = await tables.contents()
        assert await migrate.pending(old) == []
    for table, rows in before.items():
        assert tables.ordered({name: row[name] for name in rows[0]} for row in after[table]) == rows, table
    await compare(old, house(settings))


async def compare(walked: House, fresh: House) -> None:
    """Column by column and key by key; and by the names of indexes, which a later migration may look for."""
    assert await tables.shape(walked) == await tables.shape(fresh)
    more, less = await tables.index_names(walked), await tables.index_names(fresh)
    assert less <= more
    assert {name.rpartition("_")[0] for name in more - less} <= {"uid_report_subject"}, "stands in its table"
