"""The result of a challenge, made again from its file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kernel.errors import Problem
from kernel.features import Command, House
from voting.contests.result import faults, recompute


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a result.json of a challenge")
    parser.add_argument("--json", action="store_true", help="print JSON alone")


def run(house: House, arguments: argparse.Namespace) -> int:
    """Make the ranking again; ends with 1 where it is not the one that was published."""
    try:
        told = json.loads(arguments.file.read_text("utf-8"))
        wrong = faults(told)
        placed = [] if wrong == ["not a result of a challenge"] else recompute(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(f"{arguments.file} cannot be read as the result of a challenge.") from error
    if arguments.json:
        print(json.dumps({"faults": wrong, "result": [vars(one) for one in placed]}))
        return 1 if wrong else 0
    titles = {entry["design"]: entry["title"] for entry in told.get("entries", ())}
    for one in placed:
        print(f"{one.place:>3}  {one.points / 10_000:6.2f}  {titles[one.design]}")
    for fault in wrong:
        print(f"not right: {fault}")
    return 1 if wrong else 0


commands = [
    Command("recount-contest", "make a challenge's result again from its file", run, _arguments, needs_database=False)
]
