"""Making, changing and calling off meetings, one or a series of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from community.clubs.queries import ClubCard
from community.meetings import details, places, queries, recurrence, rules, series
from community.meetings.details import Details
from community.meetings.models import Meeting
from community.meetings.queries import MeetingCard
from community.trust import brakes, reading
from kernel import audit, clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import EVERYONE, Viewer


async def make(viewer: Viewer, club: ClubCard | None, told: Details, *, rule: str = "") -> list[int]:
    """A meeting, or with a rule those of a series that come within a year; says their numbers."""
    require(rules.may_make(viewer, club))
    await reading.outright(viewer, "meeting", [told.title, told.body], field="title")
    now, told = clock.now(), _closed(told, club)
    club_id = club.id if club else None
    values: dict[str, Any] = {"club_id": club_id, "host_id": viewer.id, "created_at": now, "changed_at": now}
    async with db.transaction():
        await brakes.before_posting(viewer, "meeting", told.title, told.body)
        if rule:
            made = await series.begin(club_id, rule, told)
            ids = await series.fill(made, told, **values)
        else:
            made, ids = None, [(await Meeting.create(**details.columns(told), **values)).id]
        await record(
            "meeting.announced",
            actor=viewer.id,
            subject=("meeting", ids[0]),
            title=told.title,
            url=queries.address(ids[0], details.columns(told)["slug"]),
            club=club_id,
            club_name=club.name if club else "",
            series=made,
            meetings=ids,
        )
        await _noted(viewer, "meeting.made", ids[0], club_id, title=told.title)
    return ids


def _closed(told: Details, club: ClubCard | None) -> Details:
    """What a private club holds is for its members; somebody without an account can answer where everyone may read."""
    if club and club.is_private:
        told = replace(told, audience=club.named)
    return replace(told, takes_strangers=told.takes_strangers and told.audience == EVERYONE)


async def change(
    viewer: Viewer, club: ClubCard | None, meeting: MeetingCard, told: Details, *, following: bool = False
) -> list[str]:
    """Change a meeting, or it and those of its series that come after it; says what of it changed."""
    require(rules.may_change(viewer, meeting))
    told = _closed(told, club)
    if (told.title, told.body) != (meeting.title, meeting.body):
        await reading.outright(viewer, "meeting", [told.title, told.body], field="title")
    async with db.transaction():
        held = await places.hold(meeting.id)
        if held is None or held["cancelled_at"]:
            raise Conflict(_("This meeting is called off."))
        what = details.differing(details.of_row(held), told)
        if not what:
            return []
        if following and held["series_id"]:
            ids = await _change_following(held, told, what)
        else:
            ids = [held["id"]]
            await _write(held, told, is_apart=bool(held["series_id"]))
        await _said("meeting.changed", viewer, meeting, ids, told=told, what=what)
        await _noted(viewer, "meeting.changed", meeting.id, meeting.club_id, what=what)
    return what


async def _change_following(held: db.Row, told: Details, what: Sequence[str]) -> list[int]:
    """The same changes to all from here on; says the numbers of those that take place."""
    rows = await _from_here(held)
    given = {name: getattr(told, name) for name in what if name not in details.WHEN}
    if len(given) < len(what):
        await _move_following(held, rows, told, given)
    else:
        for row in rows:
            await _write(row, replace(details.of_row(row), **given))
    return [row["id"] for row in rows if row["cancelled_at"] is None]


async def _move_following(held: db.Row, rows: Sequence[db.Row], told: Details, given: dict[str, Any]) -> None:
    """Other hours from here on, as a series of their own; those that were changed alone before keep theirs."""
    old, slot = await series.find(held["series_id"]), datetime.fromisoformat(held["slot"])
    gone = await db.value("SELECT count(*) FROM meeting WHERE series_id = ? AND slot < ?", old["id"], held["slot"])
    rule = recurrence.moved(old["rule"], slot, told.begins, told.zone, gone=int(gone))
    made = await series.split(old, rule, told, before=slot)
    hours, last = recurrence.occurrences(rule, told.begins, told.zone), told.begins
    for row in rows:
        last = next(hours, datetime.fromisoformat(row["slot"]) + (told.begins - slot))
        mine, is_apart = replace(details.of_row(row), **given), row["is_apart"] and row["id"] != held["id"]
        if not is_apart:
            mine = replace(mine, begins=last, ends=last + (told.ends - told.begins), zone=told.zone)
        await _write(row, mine, series_id=made, slot=details.hour(last), is_apart=is_apart)
    await series.reached(made, recurrence.moment(last, told.zone))


async def _from_here(held: db.Row) -> list[db.Row]:
    """A meeting of a series and those after it, held."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    sql = f"SELECT * FROM meeting WHERE series_id = ? AND slot >= ? ORDER BY slot{lock}"
    return await db.rows(sql, held["series_id"], held["slot"])


async def _write(row: db.Row, told: Details, **values: Any) -> None:
    """One meeting's row; a calendar learns of it by the next number of its sequence."""
    changed = details.differing(details.of_row(row), told)
    if changed and row["cancelled_at"] is None:
        values |= {"sequence": row["sequence"] + 1, "changed_at": clock.now()}
    fresh = {**details.columns(told), **values}
    await Meeting.filter(id=row["id"]).update(**fresh)
    if "seats" in changed or "begins" in changed:
        await places.settle({**row, **fresh})


async def call_off(viewer: Viewer, meeting: MeetingCard, reason: str, *, following: bool = False) -> None:
    """It does not take place, nor do those after it when so said; whoever answered is told why."""
    require(rules.may_keep(viewer, meeting))
    if meeting.is_over:
        raise Conflict(_("This meeting is over."))
    now = clock.now()
    async with db.transaction():
        held = await places.hold(meeting.id)
        if held is None or held["cancelled_at"]:
            raise Conflict(_("This meeting is called off."))
        rows = await _from_here(held) if following and held["series_id"] else [held]
        ids = [row["id"] for row in rows if row["cancelled_at"] is None]
        await db.execute(
            f"UPDATE meeting SET cancelled_at = ?, reason = ?, sequence = sequence + 1, changed_at = ? "
            f"WHERE id IN ({db.marks(ids)})",
            now,
            reason,
            now,
            *ids,
        )
        if following and held["series_id"]:
            await series.end(held["series_id"], before=datetime.fromisoformat(held["slot"]))
        await _said("meeting.cancelled", viewer, meeting, ids, reason=reason)
        await _noted(viewer, "meeting.cancelled", meeting.id, meeting.club_id, reason=reason)


async def _noted(viewer: Viewer, act: str, meeting_id: int, club_id: int | None, **about: Any) -> None:
    """What staff do with the brand's own meetings stands in the chain of staff acts; a club's hosts are members."""
    if club_id is None:
        await audit.note(viewer, act, subject=("meeting", meeting_id), **about)


async def _said(
    kind: str, viewer: Viewer, meeting: MeetingCard, ids: Sequence[int], *, told: Details | None = None, **data: Any
) -> None:
    """What happened, with all that a letter about it needs."""
    title = told.title if told else meeting.title
    about: dict[str, Any] = {
        "title": title,
        "club": meeting.club_id,
        "club_name": meeting.club_name,
        "meetings": list(ids),
    }
    url = queries.address(meeting.id, details.columns(told)["slug"] if told else meeting.slug)
    where = ("meeting", meeting.id)
    if kind == "meeting.changed":
        await record("meeting.changed", actor=viewer.id, subject=where, url=url, **about, **data)
    else:
        await record("meeting.cancelled", actor=viewer.id, subject=where, url=url, **about, **data)


def details_of(meeting: MeetingCard, link: str) -> Details:
    """What was said of a meeting, as its host would type it again."""
    told = {name: getattr(meeting, name) for name in Details.__dataclass_fields__ if name != "link"}
    return Details(**told, link=link)
