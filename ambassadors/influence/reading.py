"""Long tables in batches: one statement, asked again from the last number on, so that memory holds a few thousand rows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from kernel import db

SIZE = 2_000
"""Rows at a time: some 30 ms in which nobody else is served."""
LONG = 10_000
"""Rows at a time where they are read as columns."""


async def batches(sql: str, key: str, *values: Any) -> AsyncIterator[list[db.Row]]:
    """Rows of a statement that ends in its conditions and selects `key AS number`; `key` is a table's own number."""
    last = 0
    while True:
        found = await db.rows(f"{sql} AND {key} > ? ORDER BY {key} LIMIT {SIZE}", *values, last)
        if found:
            yield found
        if len(found) < SIZE:
            return
        last = found[-1]["number"]


async def columns(sql: str, key: str, *values: Any) -> AsyncIterator[list[tuple[Any, ...]]]:
    """The same by columns, as the database gives them; the first is the number."""
    last = 0
    while True:
        found = await db.tuples(f"{sql} AND {key} > ? ORDER BY {key} LIMIT {LONG}", *values, last)
        if found:
            last = found[-1][0]
            yield list(zip(*found, strict=True))
        if len(found) < LONG:
            return


async def tags_of_ideas() -> dict[int, tuple[str, ...]]:
    """The tags of each idea that has any, as topics."""
    found: dict[int, tuple[str, ...]] = {}
    sql = "SELECT x.id AS number, x.idea_id, t.slug FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.id > 0"
    async for rows in batches(sql, "x.id"):
        for row in rows:
            found[row["idea_id"]] = (*found.get(row["idea_id"], ()), f"tag:{row['slug']}")
    return found
