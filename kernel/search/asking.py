"""An index asked for where there is none: the worker makes it, while everything else goes on."""

from __future__ import annotations

from kernel import db, events

KIND = "search.build"


async def ask(*, anew: bool = False) -> None:
    """Have the worker make an index; `anew` even where there is one."""
    if not await db.rows("SELECT id FROM job WHERE key = ?", KIND):
        await events.enqueue(KIND, key=KIND, anew=anew)
