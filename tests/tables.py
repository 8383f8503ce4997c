"""What tables look like and hold, asked of either database; and a few made-up rows for each, whatever its columns are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kernel import db
from kernel.features import House, open_house

JOURNAL = "tortoise_migrations"
ROWS = 3
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
TRIGGERS = "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
Contents = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Column:
    table: str
    name: str
    kind: str
    length: int
    parent: str


async def ask(sql: str) -> list[tuple[Any, ...]]:
    _, found = await db.client().execute_query(sql)
    return [tuple(line) for line in found]


async def shape(built: House) -> set[Any]:
    """Columns, indexes and keys, without the names that indexes happen to have."""
    open_house(built)
    async with db.opened(built.settings, built.features):
        return await (_shape_sqlite() if db.on_sqlite() else _shape_postgresql())


async def index_names(built: House) -> set[str]:
    """How indexes are called, but those that the database names by itself."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_auto%'"
    postgresql = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
    open_house(built)
    async with db.opened(built.settings, built.features):
        return {name for (name,) in await ask(sqlite if db.on_sqlite() else postgresql)}


async def _shape_postgresql() -> set[Any]:
    return {line for sql in (COLUMNS, INDEXES, KEYS, TRIGGERS) for line in await ask(sql) if line[0] != JOURNAL}


async def _shape_sqlite() -> set[Any]:
    found: set[Any] = set(await ask("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for table in await names():
        found |= {(table, *line[1:]) for line in await ask(f'PRAGMA table_info("{table}")')}
        found |= {(table, "key", *line[2:]) for line in await ask(f'PRAGMA foreign_key_list("{table}")')}
        for _, name, unique, *_rest in await ask(f'PRAGMA index_list("{table}")'):
            columns = tuple(line[2] for line in await ask(f'PRAGMA index_info("{name}")'))
            found.add((table, "index", unique, columns))
    return found


async def names() -> list[str]:
    """Every table but the journal of migrations."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    postgresql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    return [name for (name,) in await ask(sqlite if db.on_sqlite() else postgresql) if name != JOURNAL]


async def contents() -> Contents:
    """Every row of every table, in the order of its first columns."""
    found = {table: await db.client().execute_query_dict(f'SELECT * FROM "{table}"') for table in await names()}
    return {table: ordered(map(dict, rows)) for table, rows in found.items()}


def ordered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=repr)


async def fill() -> None:
    """Some rows in every table, the same number in each refers to the same number in its parents."""
    columns = await (_columns_sqlite() if db.on_sqlite() else _columns_postgresql())
    for table in _parents_first(columns):
        mine = [column for column in columns if column.table == table]
        into = ", ".join(f'"{column.name}"' for column in mine)
        for number in range(1, ROWS + 1):
            values = ", ".join(_literal(column, number) for column in mine)
            await ask(f'INSERT INTO "{table}" ({into}) VALUES ({values})')


async def _columns_sqlite() -> list[Column]:
    found = []
    for table in await names():
        parents = {line[3]: line[2] for line in await ask(f'PRAGMA foreign_key_list("{table}")')}
        for _, name, kind, *_rest in await ask(f'PRAGMA table_info("{table}")'):
            plain, _, length = kind.rstrip(")").partition("(")
            found.append(
                Column(table, name, plain.lower(), int(length) if length.isdigit() else 0, parents.get(name, ""))
            )
    return found


async def _columns_postgresql() -> list[Column]:
    keys = await ask(
        "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'"
    )
    parents = {(table, column): parent for table, column, parent in keys}
    return [
        Column(table, name, kind, length or 0, parents.get((table, name), ""))
        for table, name, kind, _, length in await ask(f"{COLUMNS} ORDER BY table_name, ordinal_position")
        if table != JOURNAL
    ]


def _parents_first(columns: list[Column]) -> list[str]:
    waiting = {column.table: set[str]() for column in columns}
    for column in columns:
        if column.parent not in ("", column.table):
            waiting[column.table].add(column.parent)
    ordered: list[str] = []
    while waiting:
        ready = sorted(table for table, parents in waiting.items() if not parents & set(waiting))
        assert ready, f"{sorted(waiting)} refer to each other in a ring"
        ordered += ready
        waiting = {table: parents for table, parents in waiting.items() if table not in ready}
    return ordered


def _literal(column: Column, number: int) -> str:
    """A value that the column takes, another for each row."""
    kind = column.kind
    if "bool" in kind:
        return "true" if number % 2 else "false"
    if kind.startswith(("int", "bigint", "smallint")):
        return str(number)
    if kind.startswith(("real", "double", "numeric", "decimal")):
        return f"{number}.5"
    if kind.startswith("timestamp"):
        return f"'2026-03-0{number} 12:30:15.250000+00:00'"
    if kind == "date":
        return f"'2026-03-0{number}'"
    if kind.startswith("json"):
        return f"""'{{"number": {number}}}'"""
    return f"'{f'{number} été « {column.name} » 😀'[: column.length or None]}'"
