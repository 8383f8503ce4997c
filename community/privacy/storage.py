"""The whole storage, looked through for words: every text of every table, and every file of the data folder."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kernel import db
from kernel.features import the_house

TEXTS = ("CHAR", "TEXT", "JSON", "CLOB", "CHARACTER", "CHARACTER VARYING", "JSONB", "VARCHAR")
SEALED = ("staff_act", "tortoise_migrations", "erasure", "snapshot", "snapshot_row", "contest_result")
"""What is not written over word by word: the chain of staff acts has its own way, what was frozen carries a checksum that
proves it unchanged, and the others hold no such words."""
TOLD = ("notice", "letter", "event", "job")
"""Where the house itself tells what others did; what people wrote themselves is elsewhere."""
PIECE = 1 << 20


@dataclass(frozen=True)
class Column:
    """A column that may hold text, `longest` signs of it where the table says so; `schema` is empty on SQLite."""

    schema: str
    table: str
    name: str
    is_json: bool
    longest: int | None = None

    @property
    def place(self) -> str:
        return f'"{self.schema}"."{self.table}"' if self.schema else f'"{self.table}"'

    @property
    def text(self) -> str:
        return f'CAST("{self.name}" AS TEXT)'


async def columns() -> list[Column]:
    """Every column of text in the database, whichever wing or index it is of."""
    if db.on_sqlite():
        rows = await db.rows(
            'SELECT m.name AS "table", c.name AS "column", upper(c.type) AS kind FROM sqlite_master m '
            "JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
        )
        return [
            Column("", row["table"], row["column"], "JSON" in row["kind"], _longest(row["kind"]))
            for row in rows
            if row["kind"].split("(")[0] in TEXTS
        ]
    rows = await db.rows(
        'SELECT c.table_schema AS "schema", c.table_name AS "table", c.column_name AS "column", upper(c.data_type) AS kind, '
        "c.character_maximum_length AS longest "
        "FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema "
        "AND t.table_name = c.table_name WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT LIKE 'pg_%' "
        "AND c.table_schema <> 'information_schema' ORDER BY 1, 2, c.ordinal_position"
    )
    return [
        Column(row["schema"], row["table"], row["column"], "JSON" in row["kind"], row["longest"])
        for row in rows
        if row["kind"] in TEXTS
    ]


def _longest(kind: str) -> int | None:
    """What stands between brackets in VARCHAR(200)."""
    found = re.search(r"\((\d+)\)", kind)
    return int(found[1]) if found else None


def spelt(word: str) -> list[str]:
    """A word as it may stand: as written, and as JSON writes it."""
    return list(dict.fromkeys([word, json.dumps(word)[1:-1]]))


async def found(words: Sequence[str], *, but: Sequence[str] = ()) -> list[str]:
    """Where any of these words stands, as `table.column (rows)` and paths of files; the words themselves are not told.

    Folders of the data folder named by `but` are left out.
    """
    asked = [form for word in words if word for form in spelt(word)]
    places: list[str] = []
    if not asked:
        return places
    for column in await columns():
        count = await db.value(f"SELECT COUNT(*) FROM {column.place} WHERE {_any(column, asked)}", *_like(asked))
        if count:
            places.append(f"{column.table}.{column.name} ({count})")
        await asyncio.sleep(0)
    return places + await asyncio.to_thread(_in_files, [word.encode() for word in words if word], but)


async def holders(table: str, names: Sequence[str], words: Sequence[str]) -> list[db.Row]:
    """The rows of a table that hold one of these words in one of these columns."""
    asked = [form for word in words if word for form in spelt(word)]
    places = [Column("", table, name, is_json=False) for name in names]
    where = " OR ".join(_any(place, asked) for place in places)
    return (
        await db.rows(f'SELECT * FROM "{table}" WHERE {where} ORDER BY id', *_like(asked) * len(places))
        if asked
        else []
    )


def _any(column: Column, asked: Sequence[str]) -> str:
    like = "LIKE" if db.on_sqlite() else "ILIKE"
    return "(" + " OR ".join(f"{column.text} {like} ? ESCAPE '!'" for _word in asked) + ")"


def _like(asked: Sequence[str]) -> list[str]:
    return ["%" + re.sub("([!%_])", r"!\1", word) + "%" for word in asked]


def _in_files(words: Sequence[bytes], but: Sequence[str]) -> list[str]:
    """Files of the data folder that hold a word, but for the database itself, which was looked through already."""
    root, base = the_house().settings.data_dir, the_house().settings.sqlite_path.name
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and not path.name.startswith(base)
        and path.relative_to(root).parts[0] not in but
        and holds(path, words)
    ]


def holds(path: Path, words: Sequence[bytes]) -> bool:
    """Does one of these words stand in a file?"""
    kept = b""
    overlap = max(len(word) for word in words)
    with path.open("rb") as opened:
        while piece := opened.read(PIECE):
            kept = kept[-overlap:] + piece
            if any(word in kept for word in words):
                return True
    return False


async def write_over(words: Sequence[str], change: Callable[[str], str], *, within: Sequence[str] = ()) -> int:
    """Every text that holds one of these words becomes what `change` makes of it; says how many did.

    `within` names the tables to look through, all but those that are sealed where it names none.
    """
    asked, written = [form for word in words if word for form in spelt(word)], 0
    if not asked:
        return 0
    for column in await columns():
        if column.table in SEALED or column.schema not in ("", "public") or (within and column.table not in within):
            continue
        async for key, text in _holding(column, asked):
            if (after := change(text)) != text:
                await _write(column, key, after[: column.longest])
                written += 1
    return written


async def _holding(column: Column, asked: Sequence[str]) -> AsyncIterator[tuple[object, str]]:
    key = "rowid" if db.on_sqlite() else "CAST(ctid AS TEXT)"
    rows = await db.rows(
        f"SELECT {key} AS key, {column.text} AS text FROM {column.place} WHERE {_any(column, asked)}", *_like(asked)
    )
    for row in rows:
        yield row["key"], row["text"]


async def _write(column: Column, key: object, text: str) -> None:
    value = "?" if db.on_sqlite() else f"CAST(CAST(? AS TEXT) AS {'JSONB' if column.is_json else 'TEXT'})"
    where = "rowid = ?" if db.on_sqlite() else "ctid = CAST(CAST(? AS TEXT) AS tid)"
    await db.execute(f'UPDATE {column.place} SET "{column.name}" = {value} WHERE {where}', text, key)


async def give_back() -> None:
    """Make the database let go of what was deleted: free pages and the journal keep bytes until they are written over."""
    if db.on_sqlite() and not db.inside():
        await db.execute("VACUUM")
        await db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
