"""Results of challenges, made again from the numbers they were published with."""

from __future__ import annotations

import json

from kernel import db
from voting.contests.result import faults


async def results(*, fix: bool = False) -> list[str]:
    """What is not right with a published result; nothing mends it, for it was said."""
    found = []
    for row in await db.rows("SELECT challenge_id, document, checksum FROM contest_result ORDER BY challenge_id"):
        told = json.loads(row["document"])
        wrong = faults(told)
        if told.get("checksum") != f"sha256:{row['checksum']}":
            wrong.append("the checksum beside it is another")
        found += [f"result of challenge {row['challenge_id']}: {one}" for one in wrong]
    return found
