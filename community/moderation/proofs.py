"""Counts kept beside cases and reporters, refolded from reports and rulings."""

from __future__ import annotations

from community.moderation import cases, reporters
from kernel import db


async def right(*, fix: bool = False) -> list[str]:
    """How often each reporter was right."""
    async with db.transaction(quiet=not fix):
        return await reporters.differences(mend=fix)


async def waiting(*, fix: bool = False) -> list[str]:
    """How many open reports each case has, and that each open report has a case that waits."""
    wrong = await db.rows(
        "SELECT c.id, c.reports, count(r.id) AS counted FROM moderation_case c LEFT JOIN report r "
        "ON r.subject_kind = c.subject_kind AND r.subject_id = c.subject_id AND r.ruling_id IS NULL "
        "GROUP BY c.id, c.reports, c.state HAVING c.reports <> count(r.id) OR (c.state = 'done' AND count(r.id) > 0)"
    )
    if fix and wrong:
        numbers = [row["id"] for row in wrong]
        async with db.transaction():
            await db.execute(
                "UPDATE moderation_case SET state = 'open' WHERE state = 'done' AND EXISTS (SELECT 1 FROM report r WHERE "
                "r.subject_kind = moderation_case.subject_kind AND r.subject_id = moderation_case.subject_id "
                "AND r.ruling_id IS NULL)"
            )
            await cases.weigh_some(numbers)
    return [
        f"case {row['id']}: {row['reports']} reports kept, {row['counted']} counted"
        for row in sorted(wrong, key=_number)
    ]


def _number(row: db.Row) -> int:
    return int(row["id"])
