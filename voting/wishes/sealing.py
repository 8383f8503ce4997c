"""Somebody who is erased is taken out of the frozen texts of wish lists that name them."""

from __future__ import annotations

from collections.abc import Callable

from community.privacy import storage
from community.privacy.seals import Renewed, Sealed
from community.privacy.words import Words
from kernel import db
from voting.wishes import freezing


async def renewed(words: Words, without: Callable[[str], str]) -> list[Renewed]:
    """Every frozen text that names them; signatures stand by what is left of it."""
    told, changed = [], []
    for row in await storage.holders("wish_list", ["frozen"], words.sought):
        after, sum_ = without(row["frozen"]), row["checksum"]
        if after == row["frozen"]:
            continue
        if freezing.checksum(row["frozen"]) == sum_:
            sum_ = freezing.checksum(after)
            told.append(Renewed(row["id"], row["checksum"], sum_))
        changed.append((after, sum_, row["id"]))
    await db.execute_many("UPDATE wish_list SET frozen = ?, checksum = ? WHERE id = ?", changed)
    return told


sealed = [Sealed("wish_list", renewed)]
