"""Migrations are current, and what they build from nothing is what the models say, on both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise

from kernel import db, migrate
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import databases

COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length "
    "FROM information_schema.columns WHERE table_schema = 'public'"
)
INDEXES = (
    "SELECT tablename, regexp_replace(indexdef, '^CREATE (UNIQUE )?INDEX \\S+', '\\1') "
    "FROM pg_indexes WHERE schemaname = 'public'"
)
KEYS = (
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u', 'c')"
)


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
        with databases.postgresql_copy(tmp_path / "generated", template="template0") as made:
            yield made


async def test_migrations_build_what_the_models_say(settings: Settings, empty: Settings) -> None:
    assert await shape(house(empty), generate=True) == await shape(house(settings))


async def shape(built: House, *, generate: bool = False) -> set[Any]:
    """Columns, indexes and keys, without the names that indexes happen to have."""
    open_house(built)
    async with db.opened(built.settings, built.features):
        if generate:
            await Tortoise.generate_schemas()
        return await (_sqlite() if db.on_sqlite() else _postgresql())


async def _postgresql() -> set[Any]:
    found: set[Any] = set()
    for sql in (COLUMNS, INDEXES, KEYS):
        _, rows = await db.client().execute_query(sql)
        found |= {tuple(row) for row in rows if row[0] != "tortoise_migrations"}
    return found


async def _sqlite() -> set[Any]:
    found: set[Any] = set()
    for (table,) in await _ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        if table == "tortoise_migrations":
            continue
        found |= {(table, *line[1:]) for line in await _ask(f'PRAGMA table_info("{table}")')}
        found |= {(table, "key", *line[2:]) for line in await _ask(f'PRAGMA foreign_key_list("{table}")')}
        for _, name, unique, *_rest in await _ask(f'PRAGMA index_list("{table}")'):
            columns = tuple(line[2] for line in await _ask(f'PRAGMA index_info("{name}")'))
            found.add((table, "index", unique, columns))
    return found


async def _ask(sql: str) -> list[tuple[Any, ...]]:
    _, rows = await db.client().execute_query(sql)
    return [tuple(row) for row in rows]
