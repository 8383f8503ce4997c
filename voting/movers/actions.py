"""Writing batches: handed in, read as somebody says, begun, and thrown away."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

from kernel import audit, clock, db
from kernel.errors import Conflict, Invalid, Missing, Problem, require
from kernel.events import enqueue
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.movers import queries, recognition, rules, runs, shelf
from voting.movers.recognition import Plan

LONGEST_NAME = 80


async def hand_in(viewer: Viewer, file: IO[bytes], name: str) -> int:
    """Keep a file that can be read, with what it seems to hold; Problem in one line when it cannot be."""
    require(rules.may_move(viewer))
    batch = await _insert(viewer.id, name[-200:])
    try:
        size, digest = await asyncio.to_thread(shelf.keep, file, shelf.place(batch, "file"))
        plan, _parts = await runs.look(shelf.place(batch, "file"), shelf.place(batch, "parts"), name=name[-200:])
        plan.board = await queries.default_board()
    except (Problem, OSError):
        await forget(batch)
        raise
    await db.execute(
        "UPDATE import_batch SET size = ?, digest = ?, tool = ?, plan = ? WHERE id = ?",
        *(size, digest, plan.tool, json.dumps(asdict(plan)), batch),
    )
    return batch


async def take(path: Path, *, by: int | None, tool: str, kept: dict[str, Any] | None) -> db.Row:
    """A batch of a file at the command line: the one of the same file that was left in the middle, or a new one."""
    size, digest = await asyncio.to_thread(shelf.digest, path)
    if left := await queries.unfinished(digest):
        return left
    batch = await _insert(by, path.name[-200:])
    try:
        plan, _parts = await runs.look(path, shelf.place(batch, "parts"), tool=tool, kept=kept)
        if lacking := recognition.missing(plan):
            raise Problem(_("No column is known to hold what is needed of %(name)s.") % {"name": ", ".join(lacking)})
        plan.board = plan.board or await queries.default_board()
    except (Problem, OSError):
        await forget(batch)
        raise
    await db.execute(
        "UPDATE import_batch SET size = ?, digest = ?, tool = ?, plan = ? WHERE id = ?",
        *(size, digest, plan.tool, json.dumps(asdict(plan)), batch),
    )
    return await row(batch)


async def row(batch: int) -> db.Row:
    found = await db.row("SELECT * FROM import_batch WHERE id = ?", batch)
    if found is None:
        raise Missing()
    return found


async def _insert(by: int | None, name: str) -> int:
    return int(
        await db.value(
            "INSERT INTO import_batch (tool, name, size, digest, state, plan, report, position, total, below, by_id, "
            "created_at) VALUES ('', ?, 0, '', 'waiting', '{}', '{}', 0, 0, 0, ?, ?) RETURNING id",
            *(name, by, clock.now()),
        )
    )


async def forget(batch: int) -> None:
    """A batch that wrote nothing leaves nothing."""
    await asyncio.to_thread(partial(shelf.clear, batch, rows_too=True))
    await db.execute("DELETE FROM import_batch WHERE id = ?", batch)


async def read_as(viewer: Viewer, batch: db.Row, plan: Plan, *, name: str = "") -> None:
    """Let a waiting file be read as somebody says it is to be, kept under a name where they give one."""
    require(rules.may_move(viewer))
    kept = json.dumps(asdict(plan))
    async with db.transaction():
        waits = "UPDATE import_batch SET plan = ?, report = '{}' WHERE id = ? AND state = 'waiting' RETURNING id"
        if not await db.rows(waits, kept, batch["id"]):
            raise Conflict(_("This file is being read already, or was."))
        if name:
            await db.execute(
                "INSERT INTO import_mapping (name, plan, by_id, created_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET plan = excluded.plan, by_id = excluded.by_id",
                *(name[:LONGEST_NAME], kept, viewer.id, clock.now()),
            )


async def use_mapping(viewer: Viewer, batch: db.Row, name: str) -> None:
    """Read a waiting file as one before it."""
    require(rules.may_move(viewer))
    kept = await queries.mapping(name)
    if kept is None:
        gone = _("There is no mapping of this name.")
        raise Invalid(gone, errors={"mapping": gone})
    path, folder = shelf.place(batch["id"], "file"), shelf.place(batch["id"], "parts")
    plan, _parts = await runs.look(path, folder, name=batch["name"], tool=batch["tool"] or "file", kept=kept)
    plan.board = plan.board or await queries.default_board()
    await read_as(viewer, batch, plan)


async def start(viewer: Viewer, batch: db.Row, *, dry_run: bool) -> None:
    """Give a waiting file to the worker, to look through or to write."""
    require(rules.may_move(viewer))
    if recognition.missing(Plan.of(batch["chosen"])):
        raise Problem(_("Say first which column holds the title, and which the idea of a vote or comment."))
    async with db.transaction():
        state = "checking" if dry_run else "running"
        await begin(batch["id"], state, by=viewer.id)
        await enqueue(f"movers.{state}", key=f"movers.{state}:{batch['id']}", batch=batch["id"])
        await audit.note(viewer, "import.start", subject=("import_batch", batch["id"]), kind="ideas", dry_run=dry_run)


async def begin(batch: int, state: str, *, by: int | None) -> None:
    """A waiting batch is looked through or written from now on; what is above `below` is its own."""
    begun = await db.rows(
        "UPDATE import_batch SET state = ?, by_id = ?, report = '{}', position = 0, "
        "below = (SELECT coalesce(max(id), 0) FROM idea) WHERE id = ? AND state = 'waiting' RETURNING id",
        *(state, by, batch),
    )
    if not begun:
        raise Conflict(_("This file is being read already, or was."))


async def throw_away(viewer: Viewer, batch: db.Row) -> None:
    """Staff think better of it; what was written stays, and is taken back by undoing it."""
    require(rules.may_move(viewer))
    if batch["state"] not in ("waiting", "failed") or await queries.made(batch["id"]):
        raise Conflict(_("This file is being read already, or was."))
    await forget(batch["id"])


async def take_back(viewer: Viewer, batch: db.Row) -> None:
    """Have the worker undo a batch."""
    require(rules.may_move(viewer))
    async with db.transaction():
        await undo_from_now(batch["id"])
        await enqueue("movers.undoing", key=f"movers.undoing:{batch['id']}", batch=batch["id"])
        await audit.note(viewer, "import.undo", subject=("import_batch", batch["id"]))


async def undo_from_now(batch: int) -> None:
    sql = (
        "UPDATE import_batch SET state = 'undoing', position = 0 WHERE id = ? "
        "AND state IN ('done', 'failed', 'running') RETURNING id"
    )
    if not await db.rows(sql, batch):
        raise Conflict(_("There is nothing of this file to take back."))


async def open_own(path: Path) -> int:
    """A batch for a file of our own columns, which is read as ever."""
    number = await _insert(None, path.name[-200:])
    await db.execute("UPDATE import_batch SET tool = 'tandem', state = 'running' WHERE id = ?", number)
    return number


async def close_own(batch: int) -> bool:
    """Such a file is read, or broke off: what it made can be taken back. One that made nothing is no batch."""
    if not await queries.made(batch):
        await forget(batch)
        return False
    await db.execute("UPDATE import_batch SET state = 'done', finished_at = ? WHERE id = ?", clock.now(), batch)
    return True
