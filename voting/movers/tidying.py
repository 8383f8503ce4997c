"""What lies on the shelf goes: the words of a file once it is brought over, the rest a month after it was handed in."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

from kernel import clock, db
from voting.movers import actions, queries, shelf
from voting.movers.staging import Staging

KEPT = timedelta(days=30)


async def done(batch: int) -> None:
    """A file is brought over: what became of each row is kept for a while, what it said is not."""
    await asyncio.to_thread(_lighten, batch)


def _lighten(batch: int) -> None:
    shelf.clear(batch, rows_too=False)
    if (path := shelf.place(batch, "rows.db")).is_file():
        staging = Staging(path)
        staging.forget_words()
        staging.close()


async def sweep() -> None:
    """What a crash or a change of mind left lying is gone; so is a file that nobody began for a month."""
    numbers = await asyncio.to_thread(shelf.numbers)
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        marks = db.marks(some)
        kept = await db.rows(
            f"SELECT id FROM import_batch WHERE id IN ({marks}) AND created_at > ? AND state <> 'undone'",
            *(*some, clock.now() - KEPT),
        )
        for number in sorted(set(some) - {row["id"] for row in kept}):
            await asyncio.to_thread(partial(shelf.clear, number, rows_too=True))
    await _forget_unbegun()


async def _forget_unbegun() -> None:
    old = "SELECT id FROM import_batch WHERE state = 'waiting' AND created_at <= ? ORDER BY id LIMIT 500"
    for row in await db.rows(old, clock.now() - KEPT):
        if not await queries.made(row["id"]):
            await actions.forget(row["id"])
