"""Proofs of every count, at the command line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kernel.features import Command, House


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="mend what differs")


async def recount(house: House, arguments: argparse.Namespace) -> int:
    """Refold every count that the house keeps; each difference is a line, and ends with 1 unless it was mended."""
    found = 0
    for proof in house.all("proofs"):
        differences = await proof.check(fix=arguments.fix)
        for line in differences:
            print(f"{proof.name}: {line}")
        found += len(differences)
    if not found:
        print("Every count is right.")
        return 0
    print(f"{found} differences" + (", mended." if arguments.fix else "; mend them with `recount --fix`."))
    return 0 if arguments.fix else 1


def _ballot_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="Tandem's ballot file, a .blt, a .pb, or PrefLib's orders"
    )
    parser.add_argument("--method", help="count by another method than the file's own")
    parser.add_argument("--json", action="store_true", help="print JSON alone")


def recount_ballot(house: House, arguments: argparse.Namespace) -> int:
    """Make a ballot's result again from its file and print who won, round by round."""
    from voting.ballots import recounting  # brings numpy, which the site does without

    read, method, outcome = recounting.recounted(arguments.file, arguments.method)
    if arguments.json:
        print(json.dumps(recounting.document(read, method, outcome), ensure_ascii=False))
    else:
        print("\n".join(recounting.lines(read, method, outcome)))
    return 0


commands = [
    Command("recount", "prove every count from what it counts", recount, _arguments),
    Command(
        "recount-ballot",
        "make a ballot's result again from its file",
        recount_ballot,
        _ballot_arguments,
        needs_database=False,
    ),
]
