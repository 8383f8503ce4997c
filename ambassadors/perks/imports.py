"""Files of codes: a column `code`, a million lines in constant memory; no code is ever said in what is reported."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from starlette.datastructures import UploadFile

from ambassadors.perks import pool, rules
from ambassadors.perks.models import PerkCodeFile
from kernel import audit, clock, db, delimited, i18n, imports, site
from kernel.delimited import Line
from kernel.errors import Problem, require
from kernel.events import enqueue
from kernel.features import Job, the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.imports import Batch, Importer, Report
from kernel.viewer import Viewer

COLUMNS = ("code",)
KIND = "perks.codes"
LISTED = 50


def importer(perk_id: int) -> Importer:
    """What reads the codes of one perk; rows of the same code come in one batch."""

    async def run(batch: Batch) -> None:
        await _add(perk_id, batch)

    return Importer("codes", COLUMNS, run, key=COLUMNS)


async def _add(perk_id: int, batch: Batch) -> None:
    """Each code once: of those that come again in the file, and those that stand behind another perk, the line is said."""
    lines: dict[str, Line] = {}
    for line in batch.lines:
        code = line.cells.get("code", "")
        if flaw := _flaw(code):
            batch.refuse(line, flaw)
        elif code in lines:
            first = i18n.format_number(lines[code].number)
            batch.refuse(line, _("The same code as in line %(line)s.") % {"line": first})
        else:
            lines[code] = line
    fresh = await pool.add(perk_id, list(lines))
    others = await pool.elsewhere(perk_id, [code for code in lines if code not in fresh])
    for code in others:
        batch.refuse(lines[code], _("This code stands behind another perk."))
    batch.created += len(fresh)
    batch.unchanged += len(lines) - len(fresh) - len(others)


def _flaw(code: str) -> str:
    if not code:
        return _("There is no code in this line.")
    if len(code) > pool.LONGEST:
        return _("A code has %(most)s characters at most.") % {"most": pool.LONGEST}
    if not code.isprintable():
        return _("A code is made of characters that can be read.")
    return ""


def path_of(file_id: int) -> Path:
    folder: Path = the_house().settings.data_dir / "imports"
    return folder / f"codes-{file_id}.csv"


async def hand_in(viewer: Viewer, perk_id: int, upload: UploadFile) -> int:
    """Keep a file that can be read and give it to the worker; Problem in one line when it cannot."""
    require(rules.may_keep(viewer))
    kept = await PerkCodeFile.create(
        perk_id=perk_id,
        name=(upload.filename or "")[-200:],
        by_id=viewer.id,
        created_at=clock.now(),
        report={},
        state="waiting",
    )
    try:
        await asyncio.to_thread(_keep, upload.file, path_of(kept.id))
        await asyncio.to_thread(delimited.recognise, path_of(kept.id), COLUMNS, COLUMNS)
    except (Problem, OSError):
        path_of(kept.id).unlink(missing_ok=True)
        await kept.delete()
        raise
    async with db.transaction():
        await PerkCodeFile.filter(id=kept.id).update(state="running")
        await enqueue(KIND, key=f"{KIND}:{kept.id}", file=kept.id)
        await audit.note(viewer, "perk.codes", subject=("perk", perk_id), file=kept.id)
    return kept.id


def _keep(file: BinaryIO, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept)


async def read(file: int) -> None:
    """The worker's part; begun again after a crash it changes nothing twice. The file is gone when it is read."""
    row = await db.row(
        "SELECT f.perk_id, f.state, p.language FROM perk_code_file f LEFT JOIN person p ON p.id = f.by_id WHERE f.id = ?",
        file,
    )
    if row is None or row["state"] != "running":
        return
    with i18n.speaking(row["language"] or (await site.current()).language):
        await _read(file, row["perk_id"])


async def _read(file: int, perk_id: int) -> None:
    async def progress(report: Report) -> None:
        await db.execute("UPDATE perk_code_file SET report = ? WHERE id = ?", json.dumps(_shown(report)), file)

    try:
        report = await imports.read_file(importer(perk_id), path_of(file), progress=progress)
    except Problem as problem:
        await _end(file, "failed", {"problem": problem.message})
    else:
        await _end(file, "done", _shown(report))
    path_of(file).unlink(missing_ok=True)


async def _end(file: int, state: str, report: dict[str, Any]) -> None:
    async with db.transaction():
        await db.execute(
            "UPDATE perk_code_file SET state = ?, report = ?, finished_at = ? WHERE id = ?",
            state,
            json.dumps(report),
            clock.now(),
            file,
        )


def _shown(report: Report) -> dict[str, Any]:
    """A report as a page shows it: how many, and the first lines that cannot be used."""
    found = asdict(report)
    found["bad"], found["warnings"] = found["bad"][:LISTED], found["warnings"][:LISTED]
    found["percent"] = 100 * report.bytes_read // max(1, report.bytes_total)
    del found["bad_path"]
    return found


jobs = [Job(KIND, read, tries=3, label=mark("Codes of a perk"))]
