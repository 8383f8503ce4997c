"""Whoever comes is reminded the day before, once, however many workers look."""

from __future__ import annotations

from datetime import timedelta

from community.meetings.cards import address
from kernel import clock, db
from kernel.events import record
from kernel.features import Job

BEFORE = timedelta(hours=24)
AT_ONCE = 50
LATE = timedelta(hours=6)
"""Whoever answers a meeting that is called so shortly before needs no reminder."""
_UNSAID = "(reminded_at IS NULL OR reminded_at < ?)"
"""Nobody was reminded, or the meeting was put off since."""


async def remind() -> int:
    """Of meetings that begin within a day, those that nobody was reminded of; says how many."""
    now, done = clock.now(), 0
    while rows := await _due():
        async with db.transaction(quiet=True):
            taken = await db.rows(
                f"UPDATE meeting SET reminded_at = ? WHERE {_UNSAID} AND id IN ({db.marks(rows)}) "
                "RETURNING id, slug, title, begins_at, created_at",
                now,
                now - BEFORE,
                *rows,
            )
            for row in taken:
                if row["begins_at"] - row["created_at"] > LATE:
                    url = address(row["id"], row["slug"])
                    await record(
                        "meeting.reminder", actor=None, subject=("meeting", row["id"]), title=row["title"], url=url
                    )
                    done += 1
    return done


async def _due() -> list[int]:
    now = clock.now()
    found = await db.rows(
        f"SELECT id FROM meeting WHERE {_UNSAID} AND cancelled_at IS NULL AND hidden_at IS NULL "
        f"AND begins_at > ? AND begins_at <= ? ORDER BY id LIMIT {AT_ONCE}",
        now - BEFORE,
        now,
        now + BEFORE,
    )
    return [row["id"] for row in found]


jobs = [Job("meetings.remind", remind, every=300)]
