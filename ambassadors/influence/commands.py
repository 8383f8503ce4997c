"""Influence at the command line: the scores, and the proof that a reckoning's walks lead there."""

from __future__ import annotations

import argparse
import json

from ambassadors.influence import queries
from kernel.errors import Problem
from kernel.features import Command, House

SHOWN = 50


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON alone: every score of the newest reckoning")
    parser.add_argument("--topic", default="", metavar="TOPIC", help="such as board:3, tag:fit or template:tee")
    parser.add_argument("--now", action="store_true", help="reckon anew before")
    parser.add_argument("--check", type=int, metavar="RUN", help="walk a reckoning again and say whether it is equal")


async def influence(house: House, arguments: argparse.Namespace) -> int:
    """The scores that are kept, made first where there are none."""
    if arguments.check is not None:
        return await _check(arguments.check)
    if arguments.now or await queries.newest() is None:
        from ambassadors.influence import runs  # brings scipy, which the site does without

        await runs.reckon()
    run = await queries.newest(arguments.topic)
    if run is None:
        raise Problem(f"Nothing is reckoned about {arguments.topic}.")
    rows = [
        {
            "reference": handle,
            "score": card.score,
            "walks": card.walks,
            "percentile": round(card.percentile, 2),
            "low": round(card.low, 2),
            "high": round(card.high, 2),
            "band": card.band,
            "parts": card.parts,
        }
        for handle, card in await queries.every(arguments.topic)
    ]
    head = {name: getattr(run, name) for name in ("id", "topic", "seed", "walks", "people", "links", "seeds", "digest")}
    if arguments.json:
        print(json.dumps({"run": {**head, "as_of": run.as_of.isoformat()}, "people": rows}, ensure_ascii=False))
        return 0
    print(
        f"reckoning {run.id} as of {run.as_of:%Y-%m-%d %H:%M} UTC: {run.walks:,} walks from {run.seeds} seeds, seed {run.seed}"
    )
    for row in rows[:SHOWN]:
        ends = f"[{row['low']:.0f} – {row['high']:.0f}]"
        print(f"{row['walks']:9,} {row['percentile']:6.1f} {ends:>12} {row['band']:9} {row['reference']}")
    if len(rows) > SHOWN:
        print(f"... and {len(rows) - SHOWN} more; --json prints them all")
    return 0


async def _check(number: int) -> int:
    from ambassadors.influence import checking

    told = await checking.check(number)
    for line in told.wrong[:SHOWN]:
        print(line)
    if told.wrong:
        raise Problem(f"Reckoning {number} is not what its walks lead to: {len(told.wrong)} differences.")
    left = f" ({told.left} scores were removed since)" if told.left else ""
    print(f"equal: {told.walks:,} walks, {told.scores} scores, {told.lines} lines{left}")
    return 0


commands = [Command("influence", "who carries how far, as last reckoned; --check walks again", influence, _arguments)]
