"""Files that staff hand in: kept in the data folder, looked at, imported by the worker, then thrown away."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from starlette.datastructures import UploadFile

from kernel import audit, clock, db, delimited, imports, sentences
from kernel.delimited import Line, Sheet
from kernel.errors import Conflict, Missing, Problem, require
from kernel.events import enqueue
from kernel.exports import safe_cell
from kernel.features import Job, the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.imports import Report
from kernel.viewer import Viewer
from voting.value import links, rules

LISTED = 50


def path_of(upload_id: int, what: str = "csv") -> Path:
    folder: Path = the_house().settings.data_dir / "imports"
    return folder / f"upload-{upload_id}.{what}"


async def every() -> list[db.Row]:
    """The last files handed in, newest first."""
    rows = await db.rows("SELECT * FROM upload ORDER BY id DESC LIMIT 30")
    return [{**row, "report": sentences.said(json.loads(row["report"]))} for row in rows]


async def find(viewer: Viewer, upload_id: int) -> db.Row:
    row = await db.row("SELECT * FROM upload WHERE id = ?", upload_id) if rules.may_see_customers(viewer) else None
    if row is None:
        raise Missing()
    return {**row, "report": sentences.said(json.loads(row["report"]))}


async def hand_in(viewer: Viewer, upload: UploadFile, *, kind: str) -> int:
    """Keep a file that can be read; Problem in one line when it cannot."""
    require(rules.may_change_customers(viewer))
    async with db.transaction():
        upload_id = int(
            await db.value(
                "INSERT INTO upload (kind, name, state, report, by_id, created_at) VALUES (?, ?, 'waiting', '{}', ?, ?) "
                "RETURNING id",
                kind,
                (upload.filename or "")[-200:],
                viewer.id,
                clock.now(),
            )
        )
    try:
        await asyncio.to_thread(_keep, upload.file, path_of(upload_id))
        await asyncio.to_thread(recognised, kind, path_of(upload_id))
    except (Problem, OSError):
        await _forget(upload_id)
        raise
    return upload_id


def recognised(kind: str, path: Path) -> Sheet:
    """How a file of a kind is to be read."""
    importer = imports.importer(kind)
    return delimited.recognise(path, importer.columns, importer.needed or importer.columns)


async def preview(upload: db.Row) -> tuple[Sheet, list[Line]] | None:
    """How a waiting file was understood, and its first rows."""
    path = path_of(upload["id"])
    if not path.is_file():
        return None
    sheet = await asyncio.to_thread(recognised, upload["kind"], path)
    return sheet, await asyncio.to_thread(delimited.preview, sheet)


async def bad_rows(path: Path) -> AsyncIterator[bytes]:
    """The rows that cannot be used as a file, with the reasons in the language being spoken."""
    csv.field_size_limit(delimited.LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        while piece := await asyncio.to_thread(lambda: list(islice(rows, 1000))):
            out = io.StringIO()
            told = ([number, safe_cell(sentences.said(reason)), *cells] for number, reason, *cells in piece)
            csv.writer(out).writerows(told)
            yield out.getvalue().encode()


def _keep(file: BinaryIO, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept)


async def _forget(upload_id: int) -> None:
    path_of(upload_id).unlink(missing_ok=True)
    async with db.transaction():
        await db.execute("DELETE FROM upload WHERE id = ?", upload_id)


async def start(viewer: Viewer, upload_id: int, *, dry_run: bool) -> None:
    """Give a waiting file to the worker."""
    require(rules.may_change_customers(viewer))
    async with db.transaction():
        begun = await db.rows(
            "UPDATE upload SET state = 'running', by_id = ?, report = '{}' WHERE id = ? AND state = 'waiting' RETURNING kind",
            viewer.id,
            upload_id,
        )
        if not begun:
            raise Conflict(_("This file is being read already, or was."))
        await enqueue("value.import", key=f"value.import:{upload_id}", upload=upload_id, dry_run=dry_run)
        await audit.note(viewer, "import.start", subject=("upload", upload_id), kind=begun[0]["kind"], dry_run=dry_run)


async def throw_away(viewer: Viewer, upload_id: int) -> None:
    """Staff think better of it; a file that is being read stays."""
    require(rules.may_change_customers(viewer))
    if (await find(viewer, upload_id))["state"] == "running":
        raise Conflict(_("This file is being read already, or was."))
    await _forget(upload_id)
    path_of(upload_id, "bad.csv").unlink(missing_ok=True)


async def read(upload: int, dry_run: bool) -> None:
    """The worker's part; begun again after a crash it changes nothing twice."""
    row = await db.row("SELECT kind, state FROM upload WHERE id = ?", upload)
    if row is None or row["state"] != "running":
        return
    with sentences.remembering():
        await _read(upload, row["kind"], dry_run=dry_run)


async def _read(upload: int, name: str, *, dry_run: bool) -> None:
    async def progress(report: Report) -> None:
        await db.execute(
            "UPDATE upload SET report = ? WHERE id = ?", json.dumps(sentences.kept(_shown(report))), upload
        )

    kind, path, bad = imports.importer(name), path_of(upload), path_of(upload, "bad.csv")
    bad.unlink(missing_ok=True)
    try:
        report = await imports.read_file(kind, path, dry_run=dry_run, progress=progress, bad_path=bad)
    except Problem as problem:
        await _end(upload, "failed", {"problem": problem.message})
        return
    if not dry_run:
        await links.follow_everybody()
        path.unlink(missing_ok=True)
    await _end(upload, "waiting" if dry_run else "done", _shown(report))


async def _end(upload: int, state: str, report: dict[str, Any]) -> None:
    async with db.transaction():
        await db.execute(
            "UPDATE upload SET state = ?, report = ?, finished_at = ? WHERE id = ?",
            state,
            json.dumps(sentences.kept(report)),
            clock.now(),
            upload,
        )


def _shown(report: Report) -> dict[str, Any]:
    """A report without what is too long for a page."""
    found = asdict(report)
    found["bad"], found["warnings"] = found["bad"][:LISTED], found["warnings"][:LISTED]
    found["percent"] = 100 * report.bytes_read // max(1, report.bytes_total)
    del found["bad_path"]
    return found


jobs = [Job("value.import", read, tries=3, label=mark("Import of a file handed in"))]
