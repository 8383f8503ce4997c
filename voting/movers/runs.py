"""A batch from file to site: read into its waiting room, looked through, written, and gone on with where it was left."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from kernel import clock, db, imports
from kernel.delimited import Line
from kernel.errors import Conflict, Missing
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.imports import Importer
from voting.movers import messages, proposals, recognition, replies, shelf, unions, voices
from voting.movers.parts import Part
from voting.movers.recognition import Plan
from voting.movers.records import ANSWER, COMMENT, IDEA, MERGE, REPLY, SUPPORT, Reader
from voting.movers.staging import BAD, CREATED, FATES, SKIPPED, Staging
from voting.movers.tools.known import BY_NAME
from voting.movers.writing import Writing

PIECE = 1000
STEPS: dict[str, Callable[[Writing, imports.Batch], Awaitable[None]]] = {
    IDEA: proposals.write,
    SUPPORT: voices.write,
    COMMENT: messages.write,
    REPLY: messages.write,
    ANSWER: replies.write,
    MERGE: unions.write,
}
LISTED = 50
Progress = Callable[[dict[str, Any]], Awaitable[None] | None]


async def look(
    path: Path, folder: Path, *, name: str = "", tool: str = "", kept: dict[str, Any] | None = None
) -> tuple[Plan, list[Part]]:
    """What was handed in, and how it would be read."""
    parts = await asyncio.to_thread(shelf.parts, path, folder, name)
    return await asyncio.to_thread(partial(recognition.recognised, parts, tool=tool, kept=kept)), parts


async def stage(batch: db.Row, *, path: Path) -> Staging:
    """Read all files of a batch into its waiting room, as its plan says now; words for states that it meets are learnt."""
    plan = Plan.of(json.loads(batch["plan"]))
    staging = Staging(shelf.place(batch["id"], "rows.db"))
    try:
        await asyncio.to_thread(_read, staging, plan, path, shelf.place(batch["id"], "parts"), batch["name"])
    except BaseException:
        staging.close()
        raise
    await db.execute(
        "UPDATE import_batch SET plan = ?, total = ?, position = 0 WHERE id = ?",
        json.dumps(asdict(plan)),
        await asyncio.to_thread(staging.total),
        batch["id"],
    )
    return staging


def _read(staging: Staging, plan: Plan, path: Path, folder: Path, name: str) -> None:
    tool = BY_NAME.get(plan.tool) or BY_NAME["file"]
    chosen = [part for part in shelf.parts(path, folder, name) if plan.kind(part.label)]
    staging.read([(part, Reader(plan, tool, part.label)) for part in chosen])


async def check(batch: db.Row, *, path: Path, progress: Progress | None = None) -> dict[str, Any]:
    """Say of each row what would become of it; nothing is written, and nobody is held up."""
    staging = await stage(batch, path=path)
    try:
        writing = await _writing(batch["id"], staging, is_dry=True)
        after = 0
        while True:
            kind, lines = await asyncio.to_thread(staging.next, after, PIECE)
            if not lines:
                break
            await _piece(writing, kind, lines, keep=None)
            after = lines[-1].number
            await _tell(progress, {"position": after, "total": staging.total()})
        return await asyncio.to_thread(summary, staging, is_dry=True)
    finally:
        staging.close()


async def go(batch: db.Row, *, path: Path, progress: Progress | None = None, until: float = 0) -> bool:
    """Write a batch, from where it stands; says whether it is whole, which it is not yet when time `until` is up."""
    staging = Staging(shelf.place(batch["id"], "rows.db"))
    if batch["position"] == 0 or not staging.is_whole:
        staging.close()
        staging = await stage(batch, path=path)
        await asyncio.to_thread(staging.forget_fates)
    try:
        writing = await _writing(batch["id"], staging, is_dry=False)
        return await _all(writing, progress, until)
    finally:
        staging.close()


async def _all(writing: Writing, progress: Progress | None, until: float) -> bool:
    total = await asyncio.to_thread(writing.staging.total)
    loop = asyncio.get_running_loop()
    while not until or loop.time() < until:
        kind, lines = await asyncio.to_thread(writing.staging.next, writing.position, PIECE)
        if not lines:
            await _finish(writing)
            return True
        await _piece(writing, kind, lines, keep=partial(_keep, writing))
        await _move(writing, lines[-1].number)
        await _tell(progress, {"position": writing.position, "total": total})
        await asyncio.sleep(0)
    return False


async def _move(writing: Writing, position: int) -> None:
    """Note how far the batch is; Conflict where another process goes on with it, or it was taken back meanwhile."""
    if position == writing.position:
        return
    sql = "UPDATE import_batch SET position = ? WHERE id = ? AND position = ? AND state = 'running' RETURNING id"
    if not await db.rows(sql, position, writing.batch, writing.position):
        raise Conflict(_("This file is being read already, or was."))
    writing.position = position


async def _piece(writing: Writing, kind: str, lines: Sequence[Line], *, keep: imports.Keep | None) -> None:
    """Some lines of one kind: written, or tried and rolled back; what became of each is noted."""
    writing.fates.clear()
    importer = Importer(kind, (), partial(STEPS[kind], writing), key=())
    done = await imports.write(importer, lines, _number, dry_run=writing.is_dry, keep=keep)
    for line, reason in done.refused:
        writing.say(line, BAD, reason)
    await _note(writing)


async def _note(writing: Writing) -> None:
    said = [(number, fate, note) for number, (fate, note) in writing.fates.items()]
    await asyncio.to_thread(writing.staging.note, said)


def _number(line: Line) -> str:
    return str(line.number)


async def _keep(writing: Writing, done: imports.Batch) -> None:
    """All that some lines made, and how far the batch is, noted in the transaction that made it."""
    await _move(writing, done.lines[-1].number)
    await note_made(writing.batch, done)
    await _note(writing)


async def note_made(batch: int, done: imports.Batch) -> None:
    """All that some lines made is the batch's own."""
    await db.execute_many(
        "INSERT INTO import_row (batch_id, kind, thing_id, other_id, reference, before) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                batch,
                made.kind,
                made.id,
                made.other,
                made.reference,
                json.dumps(made.before) if made.before else None,
            )
            for made in done.made
        ],
    )


async def _writing(batch: int, staging: Staging, *, is_dry: bool) -> Writing:
    row = await db.row("SELECT plan, below, by_id, position FROM import_batch WHERE id = ?", batch)
    if row is None:
        raise Missing()
    by = row["by_id"] or await db.value("SELECT min(id) AS id FROM person WHERE role = 'admin'")
    below = row["below"]
    if is_dry:
        below = int(await db.value("SELECT coalesce(max(id), 0) AS id FROM idea"))
    return Writing(batch, Plan.of(json.loads(row["plan"])), staging, row["position"], below, by, is_dry)


async def _finish(writing: Writing) -> None:
    report = await asyncio.to_thread(summary, writing.staging, is_dry=False)
    made = report["fates"]
    async with db.transaction():
        await db.execute(
            "UPDATE import_batch SET state = 'done', report = ?, finished_at = ? WHERE id = ?",
            json.dumps(report),
            clock.now(),
            writing.batch,
        )
        for kind, event in ((IDEA, "ideas.imported"), (SUPPORT, "supports.imported")):
            if count := made.get(kind, {}).get(CREATED, 0):
                await record(event, actor=writing.by, subject=("site", 0), created=count, batch=writing.batch)


def summary(staging: Staging, *, is_dry: bool) -> dict[str, Any]:
    """What a page says of a batch: counts, the first rows that are bad, those left aside, and what to know."""
    found = staging.counts()
    return {
        "is_dry": is_dry,
        "rows": staging.total(),
        "fates": found,
        "sums": {fate: sum(kind.get(fate, 0) for kind in found.values()) for fate in FATES},
        "bad": [list(fate) for fate in staging.fates(only=[BAD], most=LISTED)],
        "aside": [list(fate) for fate in staging.fates(only=[SKIPPED], most=LISTED)],
        "notes": [list(fate) for fate in staging.notes(LISTED)],
        "position": staging.total(),
        "total": staging.total(),
    }


async def _tell(progress: Progress | None, told: dict[str, Any]) -> None:
    if progress and (waiting := progress(told)) is not None:
        await waiting
