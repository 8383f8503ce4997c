"""The pair of tables that is read, by the row that is current; what is asked of it is asked once more where it was replaced."""

from __future__ import annotations

from typing import Any

from tortoise.exceptions import OperationalError

from kernel import db
from kernel.search import entries, moments, state
from kernel.search.errors import Away
from kernel.search.moments import GLANCE, once
from kernel.search.state import State


async def rows(sql: str, *values: Any) -> list[db.Row]:
    """Rows of the current pair of tables; once more when it was replaced in between."""
    for last in (False, True):
        try:
            made = await once(("current", ""), GLANCE, current)
            return await db.rows(sql.replace("{made}", made), *values)
        except OperationalError:
            moments.forget()
            if last or not await is_there():
                raise
    raise Away


async def current() -> str:
    if not await is_there():
        raise Away
    found = await db.value(
        "SELECT id FROM tandem_search.made WHERE is_current AND version = ? ORDER BY id DESC LIMIT 1",
        entries.VERSION,
    )
    if found is None:
        raise Away
    return str(found)


async def is_there() -> bool:
    return await db.value("SELECT to_regclass('tandem_search.made') IS NOT NULL") is True


async def position() -> State:
    """How far the index has read the log."""
    await current()
    found = await db.value("SELECT state FROM tandem_search.made WHERE is_current ORDER BY id DESC LIMIT 1")
    return state.from_text(found)
