"""The proof of the chain of staff acts."""

from __future__ import annotations

import argparse

from kernel import audit
from kernel.features import Command, House


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verify", action="store_true", help="follow the chain from its beginning to its sealed end")
    parser.add_argument("--seal", action="store_true", help="seal the chain as it stands, after an upgrade or a move")


async def verify(house: House, arguments: argparse.Namespace) -> int:
    """Follow the chain of digests; 1 and the number of the first act that does not follow, or what its end lacks."""
    broken = await audit.broken()
    if broken is not None:
        print(f"The chain breaks at act {broken}.")
        return 1
    if arguments.seal:
        print(f"Sealed: {await audit.seal()} acts.")
    missing = await audit.cut()
    if missing:
        print(missing)
        return 1
    print("The chain of staff acts holds.")
    return 0


commands = [Command("audit", "prove that no act of staff was changed afterwards", verify, _arguments)]
