"""Points kept beside a referral, proven equal to what the ledger of points gave for it."""

from __future__ import annotations

from ambassadors.referrals.deciding import CAUSE
from kernel import db

_GIVEN = (
    "(SELECT COALESCE(SUM(a.amount), 0) FROM point_award a WHERE a.cause_kind = ? AND a.cause_id = r.id "
    "AND a.person_id = r.{} AND a.reversed_at IS NULL)"
)
_SIDES = (("inviter_given", "inviter_id"), ("invited_given", "person_id"))


async def given(*, fix: bool = False) -> list[str]:
    """What both sides of each referral got."""
    told: list[str] = []
    for column, person in _SIDES:
        counted = _GIVEN.format(person)
        found = await db.rows(
            f"SELECT r.id, r.{column} AS kept, {counted} AS n FROM referral r WHERE r.{column} <> {counted} ORDER BY r.id",
            CAUSE,
            CAUSE,
        )
        if fix and found:
            async with db.transaction():
                values = [(int(row["n"]), row["id"]) for row in found]
                await db.execute_many(f"UPDATE referral SET {column} = ? WHERE id = ?", values)
        told += [f"referral {row['id']}: {row['kept']} {column} kept, {row['n']} counted" for row in found]
    return told
