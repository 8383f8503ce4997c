"""What casts, withdrawals and imports write alike: standing supports, lines of the ledger, counts of ideas.

A support stays on the idea it was given to. Of ideas that are merged the one they lead to counts each person once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from ideas.board import trending
from ideas.board.groups import Moved
from kernel import db
from kernel.i18n import gettext as _
from voting.ballots.models import Kind

T = TypeVar("T")
Pair = tuple[int, int]
Pairs = dict[Pair, datetime]
"""(idea, person) and since when."""
Line = tuple[int, int, Kind, int | None, datetime, datetime]
"""Of the ledger: idea, person, kind, by whom, given at, recorded at."""
Roots = Mapping[int, int]
"""Of ideas that are merged or were merged into: where the supports of each count. Ideas that stand alone are not in it."""
TRIES = 8


async def add(pairs: Mapping[Pair, datetime]) -> Pairs:
    """Insert what does not stand yet, always in the same order so that no two wait for each other; gives back the new."""
    if not pairs:
        return {}
    places = ", ".join(["(?, ?, ?)"] * len(pairs))
    values = [value for pair, at in sorted(pairs.items()) for value in (*pair, at)]
    rows = await db.rows(
        f"INSERT INTO support (idea_id, person_id, at) VALUES {places} "
        "ON CONFLICT (idea_id, person_id) DO NOTHING RETURNING idea_id, person_id",
        *values,
    )
    return {(row["idea_id"], row["person_id"]): pairs[row["idea_id"], row["person_id"]] for row in rows}


async def remove(pairs: Collection[Pair]) -> list[Pair]:
    """Take away what stands of some pairs of idea and person; gives back what did."""
    if not pairs:
        return []
    places = " OR ".join(["(idea_id = ? AND person_id = ?)"] * len(pairs))
    values = [value for pair in sorted(pairs) for value in pair]
    rows = await db.rows(f"DELETE FROM support WHERE {places} RETURNING idea_id, person_id", *values)
    return sorted((row["idea_id"], row["person_id"]) for row in rows)


async def write(lines: Sequence[Line]) -> None:
    """Append to the ledger."""
    await db.execute_many(
        "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) VALUES (?, ?, ?, ?, ?, ?)", lines
    )


async def joined(ideas: Collection[int]) -> Roots:
    """Where the supports of these ideas count, as far as they do not stand alone."""
    rows = await db.rows(
        "SELECT id, coalesce(merged_into_id, id) AS root FROM idea "
        f"WHERE id IN ({db.marks(list(ideas))}) AND (merged_from > 0 OR merged_into_id IS NOT NULL)",
        *ideas,
    )
    return {row["id"]: row["root"] for row in rows}


async def of_groups(pairs: Collection[Pair]) -> dict[Pair, int]:
    """What stands of some people for some ideas and all that lead to them, each with where it counts."""
    wanted = set(pairs)
    return {
        (row["idea_id"], row["person_id"]): row["root"]
        for row in await _standing({idea for idea, _person in wanted}, {person for _idea, person in wanted})
        if (row["root"], row["person_id"]) in wanted
    }


async def _standing(roots: Collection[int], persons: Collection[int]) -> list[db.Row]:
    marks = db.marks(list(roots))
    return await db.rows(
        "SELECT s.idea_id, s.person_id, coalesce(i.merged_into_id, i.id) AS root FROM support s "
        f"JOIN idea i ON i.id = s.idea_id WHERE s.person_id IN ({db.marks(list(persons))}) "
        f"AND (i.id IN ({marks}) OR i.merged_into_id IN ({marks}))",
        *persons,
        *roots,
        *roots,
    )


async def count(changed: Collection[Pair], by: int, roots: Roots) -> dict[int, int]:
    """Keep counts right, and places in the order, after supports came (`by` 1) or went (-1); says how many support each then.

    `roots` is what `changed` was decided by; Moved where a merge or its undo has changed that since.
    """
    if not changed:
        return {}
    places = Counter(roots.get(idea, idea) for idea, _person in changed)
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    rows = await db.rows(
        "SELECT id, supporters, comments, created_at, merged_into_id, merged_from FROM idea "
        f"WHERE id IN ({db.marks(list(places))}) ORDER BY id{lock}",
        *places,
    )
    whole = {row["id"] for row in rows if row["merged_from"]}
    if any(row["merged_into_id"] for row in rows) or whole != places.keys() & set(roots.values()):
        raise moved()
    changes = {idea: by * many for idea, many in places.items() if idea not in whole}
    changes |= await _people(changed, by, roots) if whole else {}
    return await _write(rows, changes)


async def _people(changed: Collection[Pair], by: int, roots: Roots) -> dict[int, int]:
    """How many people more or fewer stand behind ideas that others lead to; their rows are held."""
    pairs = [(idea, person) for idea, person in changed if idea in roots]
    if await joined({idea for idea, _person in pairs}) != {idea: roots[idea] for idea, _person in pairs}:
        raise moved()
    ours = Counter((roots[idea], person) for idea, person in pairs)
    rows = await _standing({root for root, _person in ours}, {person for _root, person in ours})
    now = Counter((row["root"], row["person_id"]) for row in rows)
    changes = dict.fromkeys((root for root, _person in ours), 0)
    for (root, person), many in ours.items():
        changes[root] += by if now[root, person] == (many if by > 0 else 0) else 0
    return changes


async def _write(rows: Sequence[db.Row], changes: Mapping[int, int]) -> dict[int, int]:
    after = {row["id"]: row["supporters"] + changes[row["id"]] for row in rows}
    await db.execute_many(
        "UPDATE idea SET supporters = supporters + ?, raw_votes = raw_votes + ?, trending = ? WHERE id = ?",
        [
            (
                changes[row["id"]],
                changes[row["id"]],
                trending.score(after[row["id"]], row["comments"], row["created_at"]),
                row["id"],
            )
            for row in rows
        ],
    )
    return after


def moved() -> Moved:
    """What is said when it happens again and again."""
    return Moved(_("These ideas were merged or parted a moment ago. Try again."))


async def settled(act: Callable[[], Awaitable[T]]) -> T:
    """An act inside a transaction, begun anew in it when ideas were merged or parted while it was under way."""
    for _time in range(TRIES - 1):
        try:
            async with db.transaction(light=True):
                return await act()
        except Moved:
            continue
    return await act()
