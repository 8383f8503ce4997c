"""Supports and messages of a batch, taken back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from community.discussion import imports as talk
from ideas.board import held
from kernel import db
from kernel.i18n import gettext as _
from voting.ballots import standing
from voting.movers import standing_on
from voting.movers.unmaking import Stays

Pair = tuple[int, int]


async def supports(rows: Sequence[db.Row]) -> Stays:
    """Lines of the ledger that the batch wrote are no more; where a later line decides, what stands by it stays."""
    ours = {(row["thing_id"], row["other_id"]): _recorded(row) for row in rows}
    last = await _last(ours)
    gone = [pair for pair, at in ours.items() if last.get(pair) == at]
    await standing.settled(lambda: _withdraw(gone))
    await db.execute_many(
        "DELETE FROM support_event WHERE idea_id = ? AND person_id = ? AND kind = 'imported' AND recorded_at = ?",
        [(*pair, at) for pair, at in ours.items()],
    )
    return []


def _recorded(row: db.Row) -> datetime:
    return datetime.fromisoformat(json.loads(row["before"])["recorded_at"])


async def _last(pairs: dict[Pair, datetime]) -> dict[Pair, datetime]:
    """When the line that decides about each pair was written."""
    ideas, people = sorted({idea for idea, _ in pairs}), sorted({person for _, person in pairs})
    rows = await db.rows(
        "SELECT idea_id, person_id, recorded_at FROM support_event "
        f"WHERE idea_id IN ({db.marks(ideas)}) AND person_id IN ({db.marks(people)}) ORDER BY at, id",
        *ideas,
        *people,
    )
    return {(row["idea_id"], row["person_id"]): row["recorded_at"] for row in rows}


async def _withdraw(pairs: Sequence[Pair]) -> None:
    roots = await standing.joined({idea for idea, _person in pairs})
    for start in range(0, len(pairs), 200):
        gone = await standing.remove(pairs[start : start + 200])
        await standing.count(gone, -1, roots)


async def comments(rows: Sequence[db.Row]) -> Stays:
    """Messages go, but for those that somebody changed, thanked for, or answered."""
    numbers = [row["thing_id"] for row in rows]
    found = await db.rows(
        "SELECT c.id, c.thread_id, c.is_internal, c.edited_at, c.deleted_at, c.hidden_at, t.subject_id FROM comment c "
        f"JOIN thread t ON t.id = c.thread_id WHERE c.id IN ({db.marks(numbers)})",
        *numbers,
    )
    stood_on = await _answered(numbers)
    stays = [row["id"] for row in found if row["id"] in stood_on or row["edited_at"] is not None]
    going = [row for row in found if row["id"] not in set(stays)]
    await _remove(going)
    return [("comment", number, _("somebody answered it, thanked for it or changed it since")) for number in stays]


async def _answered(numbers: Sequence[int]) -> set[int]:
    """Messages that others stand on, other than answers that go with them: children are older than nobody."""
    found = await standing_on.of("comment", numbers)
    only = [number for number, tables in found.items() if tables == ["comment"]]
    answers = await db.rows(
        f"SELECT id, parent_id FROM comment WHERE parent_id IN ({db.marks(only)}) AND id NOT IN ({db.marks(numbers)})",
        *only,
        *numbers,
    )
    kept = {number for number, tables in found.items() if tables != ["comment"]} | {row["parent_id"] for row in answers}
    changed = f"SELECT parent_id FROM comment WHERE id IN ({db.marks(sorted(kept))}) AND parent_id IS NOT NULL"
    edited = f"SELECT parent_id FROM comment WHERE id IN ({db.marks(numbers)}) AND edited_at IS NOT NULL"
    above = [*await db.rows(changed, *sorted(kept)), *await db.rows(edited, *numbers)]
    return kept | {row["parent_id"] for row in above}


async def _remove(going: Sequence[db.Row]) -> None:
    numbers = [row["id"] for row in going]
    await db.execute(f"DELETE FROM comment WHERE parent_id IN ({db.marks(numbers)})", *numbers)
    await db.execute(f"DELETE FROM comment WHERE id IN ({db.marks(numbers)})", *numbers)
    seen = [row for row in going if not (row["is_internal"] or row["deleted_at"] or row["hidden_at"])]
    threads, ideas = Counter(row["thread_id"] for row in seen), Counter(row["subject_id"] for row in seen)
    await db.execute_many(
        "UPDATE thread SET comments = comments - ? WHERE id = ?", [(n, t) for t, n in threads.items()]
    )
    await held.brought(Counter({idea: -many for idea, many in ideas.items()}))
    places = sorted({row["thread_id"] for row in going})
    await db.execute(
        f"DELETE FROM thread WHERE id IN ({db.marks(places)}) AND NOT EXISTS "
        "(SELECT 1 FROM comment c WHERE c.thread_id = thread.id)",
        *places,
    )
    await talk.told(numbers)


async def words(rows: Sequence[db.Row]) -> Stays:
    """Words that a file changed are as they were, unless somebody changed them since."""
    before = {row["thing_id"]: json.loads(row["before"]) for row in rows}
    await db.execute_many(
        "UPDATE comment SET body = ? WHERE id = ? AND body = ? AND edited_at IS NULL",
        [(was["body"], number, was["now"]) for number, was in before.items()],
    )
    await talk.told(list(before))
    return []
