"""The command that tells who was erased, and looks through the whole storage for words."""

from __future__ import annotations

import argparse
import json
from typing import Any

from community.privacy import storage
from kernel import db
from kernel.features import Command


async def _erasures(house: Any, arguments: argparse.Namespace) -> int:
    """1 where anything of somebody erased is left, or a word is found."""
    rows = await db.rows("SELECT person_id, state, due_at, erased_at, is_clean, found FROM erasure ORDER BY id")
    kept = await db.rows(
        "SELECT p.id FROM person p JOIN erasure e ON e.person_id = p.id WHERE e.state = 'erased' AND (p.email IS NOT NULL "
        "OR p.password IS NOT NULL OR p.bio <> '' OR p.picture_id IS NOT NULL OR p.is_claimed = ?) ORDER BY p.id",
        True,
    )
    places = await storage.found(arguments.look_for) if arguments.look_for else []
    told = {"erasures": rows, "not_empty": [row["id"] for row in kept], "found": places}
    if arguments.json:
        print(json.dumps(told, default=str, indent=2))
    else:
        print(f"{len(rows)} closed or erased; {len(kept)} of them not empty; words found in {len(places)} places")
        for place in places:
            print(f"  {place}")
    return 1 if kept or places or any(row["is_clean"] is False for row in rows) else 0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--look-for", nargs="+", default=[], metavar="WORD", help="look through the whole storage for words"
    )
    parser.add_argument("--json", action="store_true", help="print JSON alone")


commands = [
    Command("erasures", "who was erased; whether anything of theirs is left, backups excluded", _erasures, _arguments)
]
