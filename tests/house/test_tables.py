"""Migrations are current, what they build is what the models say, and they keep every row, on both databases."""

from collections.abc import Iterator
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
    assert await tables.shape(house(empty), generate=True) == await tables.shape(house(settings))


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
