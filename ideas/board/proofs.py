"""Counts that are kept beside ideas, refolded from the rows they count."""

from __future__ import annotations

from collections import Counter

from ideas.board import trending
from kernel import db

BATCH = 5000


async def counts_of_boards(*, fix: bool = False) -> list[str]:
    """How many listed ideas each board holds, by state."""
    true = {
        (row["board_id"], row["status"]): int(row["n"])
        for row in await db.rows(
            "SELECT board_id, status, count(*) AS n FROM idea WHERE is_listed = ? GROUP BY board_id, status", True
        )
    }
    kept = {
        (row["board_id"], row["status"]): row["ideas"]
        for row in await db.rows("SELECT board_id, status, ideas FROM board_count")
    }
    wrong = [
        f"board {board}, {status}: {kept.get((board, status), 0)} kept, {true.get((board, status), 0)} counted"
        for board, status in sorted(true.keys() | kept.keys())
        if kept.get((board, status), 0) != true.get((board, status), 0)
    ]
    sums: Counter[int] = Counter()
    for (board, _status), count in true.items():
        sums[board] += count
    wrong += [
        f"board {row['id']}: {row['ideas']} kept, {sums[row['id']]} counted"
        for row in await db.rows("SELECT id, ideas FROM board ORDER BY id")
        if row["ideas"] != sums[row["id"]]
    ]
    if fix and wrong:
        await _count_again()
    return wrong


async def _count_again() -> None:
    async with db.transaction():
        await db.execute("DELETE FROM board_count")
        await db.execute(
            "INSERT INTO board_count (board_id, status, ideas) "
            "SELECT board_id, status, count(*) FROM idea WHERE is_listed = ? GROUP BY board_id, status",
            True,
        )
        await db.execute(
            "UPDATE board SET ideas = (SELECT count(*) FROM idea i WHERE i.board_id = board.id AND i.is_listed = ?)",
            True,
        )


async def comments_of_ideas(*, fix: bool = False) -> list[str]:
    """How many comments everyone may read each idea holds, with those of the ideas that lead to it."""
    counted = (
        "(SELECT count(*) FROM idea g JOIN thread t ON t.subject_kind = 'idea' AND t.subject_id = g.id "
        "JOIN comment c ON c.thread_id = t.id AND c.is_internal = ? AND c.deleted_at IS NULL AND c.hidden_at IS NULL "
        "WHERE g.id = i.id OR (g.merged_into_id = i.id AND g.hidden_at IS NULL))"
    )
    found = await db.rows(
        f"SELECT i.id, i.comments, {counted} AS n FROM idea i WHERE i.comments <> {counted} ORDER BY i.id", False, False
    )
    if fix and found:
        async with db.transaction():
            await db.execute_many("UPDATE idea SET comments = ? WHERE id = ?", [(r["n"], r["id"]) for r in found])
        await places_of_ideas(fix=True)
    return [f"idea {row['id']}: {row['comments']} comments kept, {row['n']} counted" for row in found]


async def places_of_ideas(*, fix: bool = False) -> list[str]:
    """Each idea's place in the trending order, from its counts."""
    wrong: list[str] = []
    last = 0
    while found := await db.rows(
        f"SELECT id, supporters, comments, created_at, trending FROM idea WHERE id > ? ORDER BY id LIMIT {BATCH}", last
    ):
        last = found[-1]["id"]
        mended = []
        for row in found:
            place = trending.score(row["supporters"], row["comments"], row["created_at"])
            if abs(place - row["trending"]) > 1e-9:
                wrong.append(f"idea {row['id']}: trending {row['trending']:.6f} kept, {place:.6f} counted")
                mended.append((place, row["id"]))
        if fix and mended:
            async with db.transaction():
                await db.execute_many("UPDATE idea SET trending = ? WHERE id = ?", mended)
    return wrong
