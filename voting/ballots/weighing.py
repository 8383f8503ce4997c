"""The answers of an open ballot counted once more by what the voters' accounts are worth, to stand beside the plain count.

A secret ballot is not weighed: whoever knows what an account is worth could read its ballot out of the totals.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from statistics import median
from typing import Any

from kernel import db
from voting.ballots.filing import Filed
from voting.value import queries, unweighed

POLICY = "linear"
UNIT = 1_000
"""What an account of the middle worth weighs; who is no customer weighs as much."""
METHODS = ("approvals", "scores", "dots", "credits", "ranks")
"""What can be weighed: shares of a budget, and pairs, are each voter's own."""


async def weighed(ballot: int, filed: Filed) -> dict[str, Any] | None:
    """The result by worth, None where nobody's worth is known or the ballot cannot be weighed."""
    run = await queries.latest_run_id()
    if filed.kind not in METHODS or not run or not filed.entries:
        return None
    apart = unweighed.of("a.holder").replace("chosen.person_id", "CAST(chosen.person_id AS TEXT)")
    rows = await db.rows(
        f"SELECT a.receipt, {apart} AS is_apart, l.customer_id, w.amount FROM ballot_answer a "
        "JOIN ballot b ON b.id = a.ballot_id "
        f"LEFT JOIN customer_link l ON CAST(l.person_id AS TEXT) = a.holder AND NOT {apart} "
        "LEFT JOIN worth w ON w.customer_id = l.customer_id AND w.run_id = ? "
        "WHERE a.ballot_id = ? AND b.is_secret IS NOT TRUE",
        run,
        ballot,
    )
    found = weights(rows)
    if not found:
        return None
    told = await asyncio.to_thread(_count, filed, found)
    return {**told, "policy": POLICY, "run": run}


def weights(rows: list[db.Row]) -> dict[str, int]:
    """How much each receipt weighs: an account's worth is shared by its voters; none where no worth is known."""
    worth = {row["customer_id"]: max(float(row["amount"]), 0.0) for row in rows if row["amount"] is not None}
    middle = median([amount for amount in worth.values() if amount > 0] or [0.0])
    if middle <= 0:
        return {}
    voters = Counter(row["customer_id"] for row in rows)
    return {
        row["receipt"]: 0
        if row.get("is_apart")
        else round(UNIT * worth[row["customer_id"]] / middle / voters[row["customer_id"]])
        if row["customer_id"] in worth
        else UNIT
        for row in rows
    }


def _count(filed: Filed, found: Mapping[str, int]) -> dict[str, Any]:
    from voting.ballots import recounting  # brings numpy, which the site does without
    from voting.ballots.tally import files, methods, profile

    keys = tuple(entry.key for entry in filed.entries)
    rows = [(found[sheet.receipt], [sheet.marks.get(entry.id, 0) for entry in filed.entries]) for sheet in filed.sheets]
    poll = methods.Poll(methods.Kind(filed.kind), profile.weighed(keys, rows), filed.seats)
    outcome = methods.count(poll, filed.method)
    read = files.BallotFile(filed.method, poll, keys, tuple(entry.title for entry in filed.entries))
    return recounting.document(read, filed.method, outcome) | {"details": dict(outcome.details)}
