"""Somebody who is erased is taken out of snapshots: as the owner of ideas, and where a title names them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from community.privacy import storage
from community.privacy.seals import Renewed, Sealed
from community.privacy.words import Words
from kernel import db
from voting.roadmap import rows, snapshots
from voting.roadmap.snapshots import Frozen


async def renewed(words: Words, without: Callable[[str], str]) -> list[Renewed]:
    """Each snapshot that names them, alone."""
    found = await storage.holders("snapshot_row", ["cells"], [*words.sought, f'"{words.handle}"'])
    lines: dict[int, list[tuple[int, str]]] = {}
    for row in found:
        lines.setdefault(row["snapshot_id"], []).append((row["id"], row["cells"]))
    told = []
    for number, held in lines.items():  # few: a snapshot is frozen by hand
        if one := await _renew(await snapshots.find(number), held, words, without):
            told.append(one)
    return told


async def _renew(
    frozen: Frozen, lines: Sequence[tuple[int, str]], words: Words, without: Callable[[str], str]
) -> Renewed | None:
    owner = frozen.columns.index("owner")
    changed = [(after, key) for key, line in lines if (after := _without(line, owner, words.handle, without)) != line]
    if not changed:
        return None
    held = await snapshots.verify(frozen)
    await db.execute_many("UPDATE snapshot_row SET cells = ? WHERE id = ?", changed)
    if not held:
        return None
    after = await snapshots.reckoned(frozen)
    await db.execute("UPDATE snapshot SET checksum = ? WHERE id = ?", after, frozen.id)
    return Renewed(frozen.id, frozen.checksum, after)


def _without(line: str, owner: int, handle: str, without: Callable[[str], str]) -> str:
    cells = [without(cell) if isinstance(cell, str) else cell for cell in json.loads(line)]
    if cells[owner] == handle:
        cells[owner] = ""
    return rows.canonical(cells)


sealed = [Sealed("snapshot", renewed)]
