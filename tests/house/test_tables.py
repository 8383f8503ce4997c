"""Migrations are current, what they build is what the models say, and they keep every row, on both databases."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kernel import db, migrate
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import databases, tables


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


async def test_migrations_build_what_the_models_say(settings: Settings, empty: Settings) -> None:
    built = house(empty)
    if settings.sqlite:  # a new file is made from the models: here the chain is walked to its end
        open_house(built)
        await migrate.reach(built, newest(built))
    assert await tables.shape(built, generate=not settings.sqlite) == await tables.shape(house(settings))


async def test_a_migration_is_known_by_its_earlier_name(home: House) -> None:
    for (app, earlier), name in migrate.RENAMED.items():
        await db.execute("UPDATE tortoise_migrations SET name = ? WHERE app = ? AND name = ?", earlier, app, name)
    await migrate._call_by_new_names()
    assert await migrate.pending(home) == []
    applied = {(row["app"], row["name"]) for row in await db.rows("SELECT app, name FROM tortoise_migrations")}
    assert not applied & migrate.RENAMED.keys()


def newest(built: House) -> list[str]:
    """The last migration of each package."""
    folders = {f.name: Path(__file__).parents[2] / f.name / "migrations" for f in built.features if f.models()}
    return [f"{name}.{max(folder.glob('[0-9]*.py')).stem}" for name, folder in folders.items()]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_a_new_file_has_the_names_that_a_later_migration_looks_for(settings: Settings, tmp_path: Path) -> None:
    walked, fresh = (house(databases.settings_for(tmp_path / name)) for name in ("walked", "fresh"))
    open_house(walked)
    await migrate.reach(walked, newest(walked))
    open_house(fresh)
    await migrate.migrate(fresh)
    assert names_in(walked) - names_in(fresh) == {"uid_report_subject_384384"}, "stands in its table in a new file"
    assert names_in(fresh) <= names_in(walked)
    assert [path.name for path in fresh.settings.data_dir.iterdir() if path.suffix in (".new", ".db")] == ["tandem.db"]
    async with db.opened(fresh.settings, fresh.features):
        assert await migrate.pending(fresh) == []


def names_in(built: House) -> set[str]:
    with closing(sqlite3.connect(built.settings.sqlite_path)) as base:
        return {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_auto%'")}


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
    assert await tables.shape(old) == await tables.shape(house(settings))
