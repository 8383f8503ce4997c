"""Points at their date: told some time before, ended at it; and what becomes of those of an account that is erased."""

from __future__ import annotations

from datetime import timedelta

from ambassadors.points import books, ledger
from ambassadors.points.models import Account, Act, Hold, HoldState
from ambassadors.points.settings import PointSettings
from kernel import clock, db
from kernel.events import record
from kernel.features import Job
from kernel.i18n import mark

BATCH = 500


async def turn() -> None:
    """End what is past its date and tell whose points end soon."""
    await _end()
    await _tell()


async def _end() -> None:
    """Each purse alone, in the order of people."""
    last = 0
    asked = (
        "SELECT DISTINCT person_id FROM point_lot WHERE ends_at <= ? AND remains > 0 AND person_id > ? "
        f"ORDER BY person_id LIMIT {BATCH}"
    )
    while rows := await db.rows(asked, clock.now(), last):
        for row in rows:
            async with db.transaction():
                await books.purse(row["person_id"])
                if lost := await books.expire(row["person_id"]):
                    await record("points.ended", actor=None, subject=("person", row["person_id"]), amount=lost)
        last = rows[-1]["person_id"]


async def _tell() -> None:
    """Once for each lot, though several workers look."""
    now = clock.now()
    soon = now + timedelta(days=PointSettings().point_notice_days)
    async with db.transaction(quiet=True):
        rows = await db.rows(
            "UPDATE point_lot SET told_at = ? WHERE ends_at > ? AND ends_at <= ? AND remains > 0 AND told_at IS NULL "
            "RETURNING person_id, remains, ends_at",
            *(now, now, soon),
        )
        for row in sorted(rows, key=lambda row: (row["person_id"], row["ends_at"])):
            about, told = ("person", row["person_id"]), {"until": row["ends_at"].isoformat()}
            await record("points.ending", actor=None, subject=about, amount=row["remains"], **told)


async def erased(person_id: int) -> None:
    """An account is being erased: what it has ends, what it owes is forgiven. Inside that transaction."""
    for held in await Hold.filter(person_id=person_id, state=HoldState.OPEN).order_by("id"):
        await ledger.release(held.id)
    purse = await books.purse(person_id)
    await db.execute("UPDATE point_lot SET remains = 0 WHERE person_id = ?", person_id)
    free, owed = purse["free"], purse["owed"]
    if free or owed:
        lines = {Account.FREE: -free, Account.EXPIRED: free, Account.OWED: owed, Account.ADVANCED: -owed}
        await books.post(Act.ERASED, lines, person_id=person_id)


jobs = [Job("points.turn", turn, every=3600, label=mark("Points at their date"))]
