"""Series: meetings made ahead by their rule, a year of them at most, and more as time goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from community.meetings import details, recurrence
from community.meetings.details import Details
from community.meetings.models import Meeting
from kernel import clock, db
from kernel.errors import Missing
from kernel.features import Job

AHEAD = timedelta(days=366)
MOST = 60
"""Meetings of one series that are made at a time."""


async def begin(club_id: int | None, rule: str, told: Details) -> int:
    """A series that begins with a meeting; its meetings are still to be made. Inside a transaction."""
    return int(
        await db.value(
            "INSERT INTO meeting_series (club_id, rule, begins, zone) VALUES (?, ?, ?, ?) RETURNING id",
            club_id,
            rule,
            details.hour(told.begins),
            told.zone,
        )
    )


async def find(series_id: int) -> db.Row:
    """The row of a series; Missing where there is none."""
    found = await db.row("SELECT * FROM meeting_series WHERE id = ?", series_id)
    if found is None:
        raise Missing()
    return found


async def fill(series_id: int, told: Details, **values: Any) -> list[int]:
    """Make the meetings of a series that come within a year, after those made before; says the numbers of the new ones."""
    series = await find(series_id)
    if series["ended_at"]:
        return []
    made = db.moment(series["made_until"]) if series["made_until"] else None
    lines: list[Meeting] = []
    is_done = True
    horizon, length = clock.now() + AHEAD, told.ends - told.begins
    for local in recurrence.occurrences(series["rule"], datetime.fromisoformat(series["begins"]), series["zone"]):
        at = recurrence.moment(local, series["zone"])
        if made is not None and at <= made:
            continue
        if (made is not None and at > horizon) or len(lines) >= MOST:
            is_done = False
            break
        one = details.columns(replace(told, begins=local, ends=local + length, zone=series["zone"]))
        lines.append(Meeting(**one, **values, series_id=series_id, slot=one["begins"]))
        made = at
    await Meeting.bulk_create(lines)
    ended = clock.now() if is_done else None
    await db.execute("UPDATE meeting_series SET made_until = ?, ended_at = ? WHERE id = ?", made, ended, series_id)
    slots = [line.slot for line in lines]
    sql = f"SELECT id FROM meeting WHERE series_id = ? AND slot IN ({db.marks(slots)}) ORDER BY begins_at"
    return [row["id"] for row in await db.rows(sql, series_id, *slots)]


async def split(old: db.Row, rule: str, told: Details, *, before: datetime) -> int:
    """From a beginning on, meetings go by another rule, as a series of their own. Inside a transaction."""
    made = await begin(old["club_id"], rule, told)
    await db.execute("UPDATE meeting_series SET ended_at = ? WHERE id = ?", old["ended_at"], made)
    await end(old["id"], before=before)
    return made


async def reached(series_id: int, at: datetime) -> None:
    """The last of a series that was made begins then."""
    await db.execute("UPDATE meeting_series SET made_until = ? WHERE id = ?", at, series_id)


async def end(series_id: int, *, before: datetime) -> None:
    """Nothing of a series comes from a beginning on."""
    old = await find(series_id)
    rule = recurrence.ended_before(old["rule"], before, old["zone"])
    await db.execute("UPDATE meeting_series SET rule = ?, ended_at = ? WHERE id = ?", rule, clock.now(), series_id)


async def more() -> None:
    """Make what has come within a year since, of series that go on."""
    due = clock.now() + AHEAD - timedelta(days=30)
    sql = "SELECT id FROM meeting_series WHERE ended_at IS NULL AND (made_until IS NULL OR made_until < ?)"
    for row in await db.rows(sql, due):
        async with db.transaction():
            await _extend(row["id"])


async def _extend(series_id: int) -> None:
    """More of the same as the last one that was not changed alone."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    held = await db.rows(f"SELECT id FROM meeting_series WHERE id = ? AND ended_at IS NULL{lock}", series_id)
    last = await db.row(
        "SELECT * FROM meeting WHERE series_id = ? ORDER BY is_apart, begins_at DESC LIMIT 1", series_id
    )
    if held and last:
        now = clock.now()
        kept = {name: last[name] for name in ("club_id", "host_id")}
        await fill(series_id, details.of_row(last), **kept, created_at=now, changed_at=now)


jobs = [Job("meetings.more", more, every=6 * 3600)]
