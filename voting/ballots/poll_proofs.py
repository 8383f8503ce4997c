"""Timed ballots counted again: how many voted, that one answer stands for each, and that the result is what the file says."""

from __future__ import annotations

import json
from typing import Any

from kernel import db
from voting.ballots import counter, filing, results

_VOTED = "(SELECT count(*) FROM elector e WHERE e.ballot_id = b.id AND e.cast_at IS NOT NULL)"
_ANSWERS = "(SELECT count(*) FROM ballot_answer a WHERE a.ballot_id = b.id)"


async def cast(*, fix: bool = False) -> list[str]:
    """How many voted in each ballot; an answer too many or too few is told and cannot be mended."""
    found = await db.rows(
        f'SELECT b.id, b."cast" AS kept, {_VOTED} AS voted FROM ballot b WHERE b."cast" <> {_VOTED} ORDER BY b.id'
    )
    if fix and found:
        async with db.transaction():
            await db.execute_many('UPDATE ballot SET "cast" = ? WHERE id = ?', [(r["voted"], r["id"]) for r in found])
    odd = await db.rows(
        f"SELECT b.id, {_VOTED} AS voted, {_ANSWERS} AS n FROM ballot b WHERE b.state IN ('open', 'closed') "
        f"AND {_VOTED} <> {_ANSWERS} ORDER BY b.id"
    )
    told = [f"ballot {row['id']}: {row['kept']} cast kept, {row['voted']} counted" for row in found]
    return told + [f"ballot {row['id']}: {row['voted']} voted, {row['n']} answers" for row in odd]


async def result(*, fix: bool = False) -> list[str]:
    """The result of each closed ballot against a new count of its answers; with `fix`, the new count is kept."""
    told = []
    for row in await db.rows("SELECT id, result, checksum FROM ballot WHERE result <> '' ORDER BY id"):
        found = await results.filed(row["id"])
        text = filing.own(found)
        again = await counter.counted(text)
        if json.loads(row["result"])["count"] != _plain(again):
            told.append(f"ballot {row['id']}: the result is not what its answers say")
        elif row["checksum"] != results.checksum(text):
            told.append(f"ballot {row['id']}: its file has another checksum")
        else:
            continue
        if fix:
            kept = {**json.loads(row["result"]), **results.kept(found, again)}
            await _keep(row["id"], kept, results.checksum(text))
    return told


async def _keep(ballot: int, kept: dict[str, Any], checksum: str) -> None:
    async with db.transaction():
        await db.execute("UPDATE ballot SET result = ?, checksum = ? WHERE id = ?", json.dumps(kept), checksum, ballot)


def _plain(told: dict[str, Any]) -> Any:
    """As it is once it has been kept."""
    return json.loads(json.dumps(told))
