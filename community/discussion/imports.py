"""Messages that were said elsewhere, written many at a time; nobody is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from kernel import db
from kernel.events import record

CHUNK = 500


class Said(NamedTuple):
    """A message under a subject, or under the comment `parent_id` of its thread."""

    kind: str
    subject_id: int
    author_id: int
    body: str
    created_at: datetime
    parent_id: int | None = None
    is_internal: bool = False


async def bring(said: Sequence[Said]) -> list[int]:
    """Write messages inside the transaction of whoever brings them; says their numbers. Subjects' own counts are theirs."""
    if not said:
        return []
    threads = await _threads({(one.kind, one.subject_id) for one in said})
    found: list[int] = []
    for start in range(0, len(said), CHUNK):
        part = said[start : start + CHUNK]
        places = ", ".join(["(?, ?, ?, ?, ?, 0, ?)"] * len(part))
        values = [value for one in part for value in _values(one, threads[one.kind, one.subject_id])]
        rows = await db.rows(
            "INSERT INTO comment (thread_id, author_id, parent_id, body, is_internal, reactions, created_at) "
            f"VALUES {places} RETURNING id",
            *values,
        )
        found += sorted(row["id"] for row in rows)
    seen = Counter(threads[one.kind, one.subject_id] for one in said if not one.is_internal)
    await db.execute_many("UPDATE thread SET comments = comments + ? WHERE id = ?", [(n, t) for t, n in seen.items()])
    await told(found)
    return found


def _values(one: Said, thread: int) -> tuple[object, ...]:
    return thread, one.author_id, one.parent_id, one.body, one.is_internal, one.created_at


async def told(comments: Sequence[int]) -> None:
    """Which messages came, changed or went, for whoever reads their words."""
    if comments:
        await record("comments.written", actor=None, subject=("site", 0), comments=sorted(comments))


async def _threads(subjects: set[tuple[str, int]]) -> dict[tuple[str, int], int]:
    await db.execute_many(
        "INSERT INTO thread (subject_kind, subject_id, comments) VALUES (?, ?, 0) "
        "ON CONFLICT (subject_kind, subject_id) DO NOTHING",
        sorted(subjects),
    )
    found: dict[tuple[str, int], int] = {}
    for kind in {kind for kind, _number in subjects}:
        numbers = [number for other, number in subjects if other == kind]
        rows = await db.rows(
            f"SELECT id, subject_id FROM thread WHERE subject_kind = ? AND subject_id IN ({db.marks(numbers)})",
            kind,
            *numbers,
        )
        found |= {(kind, row["subject_id"]): row["id"] for row in rows}
    return found
