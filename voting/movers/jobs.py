"""The worker's part: files looked through, written and taken back, a while at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from kernel import clock, db, sentences
from kernel.errors import Conflict, Problem
from kernel.events import enqueue
from kernel.features import Job
from kernel.i18n import mark
from voting.movers import runs, shelf, tidying, undoing

WHILE = 120
"""Seconds after which a file is set down and taken up again by a job of its own, long before the lease of one ends."""


async def check(batch: int) -> None:
    """Look through a file."""
    await _remembering(batch, "checking", _check)


async def write(batch: int) -> None:
    """Write a file, from where it stands."""
    await _remembering(batch, "running", _write)


async def take_back(batch: int) -> None:
    """Undo a batch, from where it stands."""
    await _remembering(batch, "undoing", _undo)


async def _remembering(batch: int, state: str, act: Callable[[db.Row], Awaitable[None]]) -> None:
    """What cannot be done is told on the batch's page, and all that is told in the words of whoever reads it."""
    row = await db.row("SELECT * FROM import_batch WHERE id = ? AND state = ?", batch, state)
    if row is None:
        return
    with sentences.remembering():
        try:
            await act(row)
        except Conflict:
            return
        except Problem as problem:
            await _end(batch, "failed", {"problem": problem.message})


async def _check(row: db.Row) -> None:
    report = await runs.check(row, path=shelf.place(row["id"], "file"), progress=_progress(row["id"]))
    await _end(row["id"], "waiting", report)


async def _write(row: db.Row) -> None:
    until = asyncio.get_running_loop().time() + WHILE
    path = shelf.place(row["id"], "file")
    if await runs.go(row, path=path, progress=_progress(row["id"]), until=until):
        await tidying.done(row["id"])
    else:
        async with db.transaction(quiet=True):
            await enqueue("movers.running", batch=row["id"])


async def _undo(row: db.Row) -> None:
    await undoing.undo(row["id"], progress=_progress(row["id"]))


def _progress(batch: int) -> Callable[[dict[str, Any]], Awaitable[None]]:
    async def told(how_far: dict[str, Any]) -> None:
        kept = await db.value("SELECT report FROM import_batch WHERE id = ?", batch)
        report = json.dumps({**json.loads(kept or "{}"), **how_far})
        await db.execute("UPDATE import_batch SET report = ? WHERE id = ?", report, batch)

    return told


async def _end(batch: int, state: str, report: dict[str, Any]) -> None:
    async with db.transaction():
        await db.execute(
            "UPDATE import_batch SET state = ?, report = ?, position = 0, finished_at = ? WHERE id = ?",
            *(state, json.dumps(sentences.kept(report)), clock.now(), batch),
        )


jobs = [
    Job("movers.tidying", tidying.sweep, every=86_400, label=mark("Old files of other tools thrown away")),
    Job("movers.checking", check, tries=3, label=mark("A file of another tool looked through")),
    Job("movers.running", write, tries=8, label=mark("A file of another tool brought over")),
    Job("movers.undoing", take_back, tries=8, label=mark("A file of another tool taken back")),
]
