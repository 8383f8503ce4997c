"""Somebody who is erased is taken out of published results, where a title or a challenge names them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from community.privacy import storage
from community.privacy.seals import Renewed, Sealed
from community.privacy.words import Words
from kernel import db
from voting.contests import result

PREFIX = "sha256:"


async def renewed(words: Words, without: Callable[[str], str]) -> list[Renewed]:
    """Every result that names them; the numbers it is made from stay."""
    told, changed = [], []
    for row in await storage.holders("contest_result", ["document"], words.sought):
        before = json.loads(row["document"])
        after = _without(before, without)
        if after == before:
            continue
        sum_ = row["checksum"]
        if result.checksum(before) == before["checksum"] == PREFIX + sum_:
            after["checksum"] = result.checksum(after)
            sum_ = after["checksum"].removeprefix(PREFIX)
            told.append(Renewed(row["challenge_id"], row["checksum"], sum_))
        changed.append((json.dumps(after, ensure_ascii=False, sort_keys=True), sum_, row["id"]))
    await db.execute_many("UPDATE contest_result SET document = ?, checksum = ? WHERE id = ?", changed)
    return told


def _without(told: Any, without: Callable[[str], str]) -> Any:
    """The same with every text changed."""
    if isinstance(told, dict):
        return {key: _without(value, without) for key, value in told.items()}
    if isinstance(told, list):
        return [_without(value, without) for value in told]
    return without(told) if isinstance(told, str) else told


sealed = [Sealed("contest_result", renewed)]
