"""What is kept of people's standing, folded again from the rows it follows from."""

from __future__ import annotations

from community.trust import measures
from community.trust.models import MeasureKind
from kernel import db


async def suspensions(*, fix: bool = False) -> list[str]:
    """Until when each person is suspended, by the measures that have not ended."""
    until = measures.until_of_person()
    values = (measures.FOR_GOOD, str(MeasureKind.SUSPEND))
    found = await db.rows(
        f"SELECT id, suspended_until AS kept_at, {until} AS told_at FROM person "
        f"WHERE suspended_until IS DISTINCT FROM {until} ORDER BY id",
        *values,
        *values,
    )
    if fix and found:
        async with db.transaction():
            await measures.follow([row["id"] for row in found])
    return [
        f"person {row['id']}: suspended until {row['kept_at']} kept, {row['told_at']} by the measures" for row in found
    ]
