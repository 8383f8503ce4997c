"""Words that a ruling takes out of a thing, and their return; and what an author writes anew when asked to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from community.moderation.models import SetAside
from community.moderation.registry import Reportable, Words
from kernel import clock, db, text
from kernel.errors import Conflict
from kernel.i18n import gettext as _


async def read(entry: Reportable, number: int) -> dict[str, str]:
    """The words of a thing as they stand, by column."""
    words = _words(entry)
    row = await db.row(f"SELECT {', '.join(words.columns)} FROM {words.table} WHERE id = ?", number)
    return {column: str(row[column] or "") for column in words.columns} if row else {}


async def take(entry: Reportable, number: int, *, author_id: int | None) -> None:
    """Set the words of a thing aside, those of its earlier versions too; inside a transaction."""
    words = _words(entry)
    kept: dict[str, Any] = {"now": await read(entry, number), "earlier": await _earlier(words, number)}
    await SetAside.create(subject_kind=entry.kind, subject_id=number, author_id=author_id, words=kept, at=clock.now())
    await _write(words, number, dict.fromkeys(words.columns, ""))
    for table, column, said in words.earlier:  # a table each, not a row each
        await db.execute(f"UPDATE {table} SET {said} = '' WHERE {column} = ?", number)


async def give_back(entry: Reportable, number: int) -> bool:
    """Put the words back where they were; False when none were set aside. Inside a transaction."""
    kept = await set_aside(entry.kind, number)
    if kept is None or entry.words is None:
        return False
    await _write(entry.words, number, kept["now"])
    for table, _column, said in entry.words.earlier:
        back = [(words, row) for where, row, words in kept["earlier"] if where == table]
        await db.execute_many(f"UPDATE {table} SET {said} = ? WHERE id = ?", back)
    await db.execute("DELETE FROM set_aside WHERE subject_kind = ? AND subject_id = ?", entry.kind, number)
    return True


async def set_aside(kind: str, number: int) -> dict[str, Any] | None:
    """What was set aside of a thing: for whoever judges an appeal, and nobody else."""
    found = await db.value("SELECT words FROM set_aside WHERE subject_kind = ? AND subject_id = ?", kind, number)
    if found is None:
        return None
    kept: dict[str, Any] = json.loads(found) if isinstance(found, str) else found
    return kept


async def rewrite(entry: Reportable, number: int, said: Mapping[str, str]) -> None:
    """The author's new words take the place of the old ones; inside a transaction."""
    words = _words(entry)
    await _write(words, number, {column: said[column] for column in words.columns})


async def _earlier(words: Words, number: int) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    for table, column, said in words.earlier:
        rows = await db.rows(f"SELECT id, {said} AS said FROM {table} WHERE {column} = ?", number)
        found += [(table, row["id"], row["said"]) for row in rows]
    return found


async def _write(words: Words, number: int, said: Mapping[str, str]) -> None:
    told = dict(said)
    if words.folded:
        told[words.folded] = "\n".join(
            text.fold(text.one_line(value)) for value in (said[column] for column in words.columns)
        )
    sets = ", ".join(f"{column} = ?" for column in told)
    await db.execute(f"UPDATE {words.table} SET {sets} WHERE id = ?", *told.values(), number)


def _words(entry: Reportable) -> Words:
    if entry.words is None:
        raise Conflict(_("Of this only the whole can be hidden: it has no words of its own to take out."))
    return entry.words
