"""Somebody who is erased is taken out of counted ballots, where the question or an option names them."""

from __future__ import annotations

from collections.abc import Callable, Set

from community.privacy import storage
from community.privacy.seals import Renewed, Sealed
from community.privacy.words import Words
from kernel import db
from voting.ballots import filing, results

LONGEST = 200


async def renewed(words: Words, without: Callable[[str], str]) -> list[Renewed]:
    """Every counted ballot whose file names them; its result loses the name with every other text."""
    questions = await storage.holders("ballot", ["title"], words.sought)
    options = await storage.holders("ballot_option", ["title"], words.sought)
    held = await _held({row["id"] for row in questions} | {row["ballot_id"] for row in options})
    for table, rows in (("ballot", questions), ("ballot_option", options)):
        changed = [(without(row["title"])[:LONGEST], row["id"]) for row in rows]
        await db.execute_many(f"UPDATE {table} SET title = ? WHERE id = ?", changed)
    told = [Renewed(number, before, await _sum(number)) for number, before in held]
    await db.execute_many("UPDATE ballot SET checksum = ? WHERE id = ?", [(one.after, one.number) for one in told])
    return told


async def _held(numbers: Set[int]) -> list[tuple[int, str]]:
    """The counted ones among these whose checksum is that of their file, with it."""
    if not numbers:
        return []
    rows = await db.rows(
        f"SELECT id, checksum FROM ballot WHERE result <> '' AND id IN ({db.marks(sorted(numbers))}) ORDER BY id",
        *sorted(numbers),
    )
    return [(row["id"], row["checksum"]) for row in rows if await _sum(row["id"]) == row["checksum"]]


async def _sum(number: int) -> str:
    return results.checksum(filing.own(await results.filed(number)))


sealed = [Sealed("ballot", renewed)]
