"""Proofs of every count, at the command line."""

from __future__ import annotations

import argparse

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


commands = [Command("recount", "prove every count from what it counts", recount, _arguments)]
