"""Taking a batch back whole: what it made goes, what it changed is as it was, and what people did since stays theirs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from kernel import clock, db, sentences
from kernel.events import record
from voting.movers import shelf, unmaking, unsaying
from voting.movers.unmaking import Stays

PIECE = 500
LISTED = 50
Progress = Callable[[dict[str, Any]], Awaitable[None] | None]
Step = Callable[[Sequence[db.Row]], Awaitable[Stays]]
STEPS: dict[str, Step] = {
    "merge": unmaking.merges,
    "step": unmaking.steps,
    "answer": unmaking.answers,
    "comment": unsaying.comments,
    "reworded": unsaying.words,
    "support": unsaying.supports,
    "was": unmaking.changes,
    "joined": unmaking.nothing,
    "idea": unmaking.ideas,
    "board": unmaking.boards,
    "person": unmaking.people,
}
"""In the order in which one thing stands on another."""


async def undo(batch: int, *, progress: Progress | None = None) -> dict[str, Any]:
    """Take back all that a batch made, some at a time; begun again after a crash it goes on."""
    row = await db.row("SELECT by_id, report FROM import_batch WHERE id = ? AND state = 'undoing'", batch)
    if row is None:
        return {}
    total = int(await db.value("SELECT count(*) AS n FROM import_row WHERE batch_id = ?", batch))
    stays: Stays = []
    done = 0
    for kind, step in STEPS.items():
        async for many, kept in _kind(batch, kind, step):
            done += many
            stays += kept
            if progress and (waiting := progress({"position": done, "total": total})) is not None:
                await waiting
    report: dict[str, Any] = {
        **json.loads(row["report"]),
        "gone": done - len(stays),
        "stay_count": len(stays),
        "stays": [list(one) for one in stays[:LISTED]],
    }
    await _end(batch, row["by_id"], report)
    return report


async def _kind(batch: int, kind: str, step: Step) -> AsyncIterator[tuple[int, Stays]]:
    """Things of one kind, the last made first; what goes is no longer noted, what stays is."""
    last = 2**62
    while rows := await db.rows(
        "SELECT r.id, r.thing_id, r.other_id, r.reference, r.before, b.by_id FROM import_row r "
        "JOIN import_batch b ON b.id = r.batch_id WHERE r.batch_id = ? AND r.kind = ? AND r.id < ? "
        f"ORDER BY r.id DESC LIMIT {PIECE}",
        *(batch, kind, last),
    ):
        last = rows[-1]["id"]
        async with db.transaction():
            kept = await step(rows)
            stay = {number for _kind, number, _why in kept}
            gone = [row["id"] for row in rows if row["thing_id"] not in stay]
            await db.execute(f"DELETE FROM import_row WHERE id IN ({db.marks(gone)})", *gone)
        yield len(rows), kept
        await asyncio.sleep(0)


async def _end(batch: int, by: int | None, report: dict[str, Any]) -> None:
    async with db.transaction():
        await db.execute(
            "UPDATE import_batch SET state = 'undone', undone_at = ?, report = ? WHERE id = ?",
            *(clock.now(), json.dumps(sentences.kept(report)), batch),
        )
        await record("supports.imported", actor=by, subject=("site", 0), created=0, undone=batch)
    await asyncio.to_thread(partial(shelf.clear, batch, rows_too=True))
