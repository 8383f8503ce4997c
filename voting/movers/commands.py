"""Files from other tools at the command line: recognised, looked through, brought over, taken back."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from kernel import clock, delimited, imports, sentences
from kernel.commands import Misuse
from kernel.errors import Problem
from kernel.features import Command, House
from kernel.i18n import gettext as _
from kernel.imports import Importer
from voting.movers import actions, queries, recognition, runs, shelf, undoing
from voting.movers.staging import BAD, Staging
from voting.movers.tools.known import BY_NAME
from voting.value import commands as value
from voting.value import links


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=value.NAMES, help="what the file holds")
    parser.add_argument("file", type=Path, nargs="?", help="a CSV file, for ideas also JSON or a ZIP of both")
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    parser.add_argument("--from", dest="tool", choices=sorted(BY_NAME), help="ideas: the tool the file comes from")
    parser.add_argument("--mapping", metavar="NAME", help="ideas: read the columns as they were read under this name")
    parser.add_argument("--undo", type=int, metavar="BATCH", help="ideas: take back all that a batch made")


async def run(house: House, arguments: argparse.Namespace) -> int:
    """Import a file of ours or of another tool, or take one back."""
    if arguments.undo is not None:
        return await _take_back(arguments.undo)
    if arguments.file is None:
        raise Misuse("import: name a file")
    if arguments.kind != "ideas" and (arguments.tool or arguments.mapping):
        raise Misuse("import: --from and --mapping are for ideas")
    if arguments.kind in ("ideas", "supports") and await _is_of_another(arguments):
        return await _bring_over(house, arguments)
    return await _our_own(house, arguments)


async def _is_of_another(arguments: argparse.Namespace) -> bool:
    """Whether it is to be read as another tool's file: because somebody says so, or by its columns."""
    if arguments.tool or arguments.mapping:
        return True
    if arguments.kind != "ideas":
        return False
    kind: Importer = imports.importer("ideas")
    try:
        await asyncio.to_thread(delimited.recognise, arguments.file, kind.columns, kind.needed)
    except Problem:
        return await _is_known(arguments.file)
    return False


async def _is_known(path: Path) -> bool:
    folder = shelf.place(0, "parts")
    try:
        plan, _parts = await runs.look(path, folder)
    except Problem:
        return False
    finally:
        await asyncio.to_thread(partial(shelf.clear, 0, rows_too=True))
    return plan.tool not in ("file", "tandem")


async def _our_own(house: House, arguments: argparse.Namespace) -> int:
    """Our own columns: read as ever; what a file of ideas or supports makes is noted, so that it can be taken back."""
    if arguments.dry_run or arguments.kind not in ("ideas", "supports"):
        return await value.import_file(house, arguments)
    batch = await actions.open_own(arguments.file)
    try:
        status = await value.import_file(house, arguments, keep=partial(runs.note_made, batch))
    except BaseException:
        await actions.close_own(batch)
        raise
    if await actions.close_own(batch):
        print(f"batch {batch}: `import ideas --undo {batch}` takes it back", file=sys.stderr)
    return status


async def _bring_over(house: House, arguments: argparse.Namespace) -> int:
    kept = await queries.mapping(arguments.mapping) if arguments.mapping else None
    if arguments.mapping and kept is None:
        raise Problem(_("There is no mapping of this name."))
    batch = await actions.take(arguments.file, by=None, tool=arguments.tool or "", kept=kept)
    plan = recognition.Plan.of(json.loads(batch["plan"]))
    sys.stderr.write(f"{plan.tool}: {', '.join(sorted({str(part['kind']) for part in plan.parts.values()}))}\n")
    progress = _progress if sys.stderr.isatty() else None
    if arguments.dry_run:
        with sentences.remembering():
            report = sentences.said(await runs.check(batch, path=arguments.file, progress=progress))
        listed = await _listed(house, batch["id"])
        await actions.forget(batch["id"])
    else:
        if batch["state"] == "waiting":
            await actions.begin(batch["id"], "running", by=None)
            batch = await actions.row(batch["id"])
        with sentences.remembering():
            await runs.go(batch, path=arguments.file, progress=progress)
        await links.follow_everybody()
        report, listed = queries.shaped(await actions.row(batch["id"]))["facts"], await _listed(house, batch["id"])
        await asyncio.to_thread(partial(shelf.clear, batch["id"], rows_too=True))
    _tell(report, listed, batch["id"])
    return 1 if report["sums"][BAD] else 0


async def _listed(house: House, batch: int) -> Path:
    """All rows with what became of them, as a file."""
    path: Path = house.settings.data_dir / "imports" / f"{clock.now():%Y%m%d-%H%M%S}-batch-{batch}-rows.csv"
    staging = Staging(shelf.place(batch, "rows.db"))
    try:
        await asyncio.to_thread(staging.write_fates, path)
    finally:
        staging.close()
    return path


def _progress(how_far: dict[str, Any]) -> None:
    done = 100 * how_far["position"] // max(1, how_far["total"])
    sys.stderr.write(f"\rideas: {how_far['position']:,} of {how_far['total']:,}, {done} %")
    sys.stderr.flush()


def _tell(report: dict[str, Any], listed: Path, batch: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    for file, line, _kind, _key, _fate, note in report["bad"]:
        print(f"{file}, line {line}: {note}", file=sys.stderr)
    for file, line, _kind, _key, _fate, note in report["notes"]:
        print(f"warning: {file}, line {line}: {note}", file=sys.stderr)
    print(f"rows: {listed}", file=sys.stderr)
    for kind, fates in report["fates"].items():
        if kind:
            print(f"{kind}: {', '.join(f'{many} {fate}' for fate, many in fates.items())}")
    sums = ", ".join(f"{many} {fate}" for fate, many in report["sums"].items())
    print(f"ideas: {sums}" + (" (dry run: nothing was written)" if report["is_dry"] else f"; batch {batch}"))


async def _take_back(number: int) -> int:
    if await queries.by_number(number) is None:
        raise Problem(_("There is no batch %(number)s.") % {"number": number})
    row = await queries.by_number(number)
    if row and row["state"] != "undoing":
        await actions.undo_from_now(number)
    with sentences.remembering():
        report = await undoing.undo(number, progress=_progress if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    for kind, thing, why in report["stays"]:
        print(f"{kind} {thing} stays: {why}", file=sys.stderr)
    print(f"batch {number}: {report['gone']} taken back, {report['stay_count']} stay")
    return 0


def _listing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON alone")


async def listing(house: House, arguments: argparse.Namespace) -> int:
    """The newest batches."""
    rows = await queries.latest(1000)
    if arguments.json:
        keys = ("id", "tool", "name", "state", "created_at", "finished_at", "undone_at")
        print(json.dumps([{key: row[key] for key in keys} for row in rows], default=str, indent=2))
        return 0
    for row in rows:
        sums = row["facts"].get("sums", {})
        print(
            f"{row['id']}  {row['created_at']:%Y-%m-%d %H:%M}  {row['state']:8}  {row['tool']:12}  {row['name']}  {_brief(sums)}"
        )
    if not rows:
        print("no batch yet")
    return 0


def _brief(sums: dict[str, int]) -> str:
    return ", ".join(f"{many} {fate}" for fate, many in sums.items() if many)


commands = [
    Command("import", "files from outside: customers, orders, ideas, supports", run, _arguments),
    Command(
        "imports",
        "files of ideas brought over, newest first",
        listing,
        _listing_arguments,
    ),
]
