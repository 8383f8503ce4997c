"""The roadmap as a file, and everything as one, at the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kernel.commands import Misuse
from kernel.features import Command, House
from kernel.takeout import writing
from kernel.takeout.telling import nothing, progress
from kernel.viewer import SYSTEM
from voting.demand.policies import DEFAULT
from voting.value.methods import POLICIES

FORMS = ("csv", "xlsx", "json", "md", "ics")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["roadmap", "everything"], help="what to export")
    parser.add_argument("--format", choices=FORMS, default="csv", help="the kind of file")
    parser.add_argument("--policy", choices=POLICIES, default=DEFAULT, help="how accounts are weighed")
    parser.add_argument("-o", dest="file", type=Path, help="where to write; else to standard output")


async def export(house: House, arguments: argparse.Namespace) -> int:
    """Freeze the roadmap, or take the snapshot that equals it, and write it out; or write everything out."""
    if arguments.what == "everything":
        return await _everything(house, arguments.file)
    from voting.roadmap import formats, snapshots  # brings numpy, which the site does without

    frozen = await snapshots.freeze(SYSTEM, policy=arguments.policy)
    out = arguments.file.open("wb") if arguments.file else sys.stdout.buffer
    try:
        async for piece in formats.FORMATS[arguments.format](frozen):
            out.write(piece)
    finally:
        out.flush()
        if arguments.file:
            out.close()
    return 0


async def _everything(house: House, file: Path | None) -> int:
    if file is None:
        raise Misuse("export everything: say where to write it, with -o FILE.zip")
    told = progress if sys.stderr.isatty() else nothing
    counts = await writing.write(house, file, told=told)
    print(f"everything: {len(counts)} tables, {sum(counts.values())} rows")
    return 0


commands = [Command("export", "the roadmap as a file, or everything as a zip", export, _arguments)]
