"""Demand at the command line."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
from types import ModuleType

from kernel.features import Command, House
from voting.demand import clubs, policies
from voting.value.methods import POLICIES


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", choices=POLICIES, default=policies.DEFAULT, help="how much an account counts")
    parser.add_argument("--json", action="store_true", help="print JSON alone: every idea, every figure")


async def demand(house: House, arguments: argparse.Namespace) -> int:
    """Reckon every idea's demand from the database as it is now; nothing is kept."""
    gc.disable()  # millions of small objects, none in a ring; the process ends with the answer
    try:
        return await _tell(arguments)
    finally:
        gc.freeze()
        gc.enable()


async def _tell(arguments: argparse.Namespace) -> int:
    from voting.demand import readings, sheets  # brings numpy, which the site does without

    loading = asyncio.create_task(asyncio.to_thread(_arithmetic))
    found, titles, wanted = await readings.read(), await sheets.titles(), await clubs.wanting()
    reckoned = await asyncio.to_thread((await loading).reckon_from, found, [arguments.policy])
    rows = sheets.sheet(reckoned, arguments.policy, titles, wanted)
    head = sheets.header(reckoned, arguments.policy)
    if arguments.json:
        told = {**head, "ideas": rows}
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print(f"demand under {arguments.policy} as of {reckoned.as_of}, worth as of {reckoned.worth_as_of or 'never'}")
    for row in rows[:50]:
        ends = f"[{row['demand_low']:,.2f} – {row['demand_high']:,.2f}]"
        print(f"{row['rank']:4} {row['demand']:14,.2f} {ends} {row['people']:6} {row['title']}")
    if len(rows) > 50:
        print(f"... and {len(rows) - 50} more; --json prints them all")
    return 0


def _arithmetic() -> ModuleType:
    """What reckons; scipy comes with it, and takes as long to load as the database to be read."""
    from voting.demand import reckon

    return reckon


commands = [Command("demand", "every idea's demand under a policy, reckoned now", demand, _arguments)]
