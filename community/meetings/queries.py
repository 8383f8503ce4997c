"""All reads of meetings, and of who comes to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.clubs import queries as clubs
from community.clubs.models import Role
from community.meetings.cards import MeetingCard as MeetingCard
from community.meetings.cards import ReplyLine as ReplyLine
from community.meetings.cards import address as address
from community.meetings.models import Said
from kernel import clock, db, lists, text
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.search import looking
from kernel.viewer import CLUB, Viewer

PER_PAGE = 20
LONGEST_PLACE = 60
_WILD = str.maketrans("", "", "%_\\")
_COLUMNS = (
    "m.id, m.club_id, m.series_id, m.slot, m.is_apart, m.host_id, m.slug, m.title, m.body, m.cost, m.audience, m.zone, "
    "m.begins, m.ends, m.begins_at, m.ends_at, m.place, m.link, m.is_link_open, m.recording, m.recording_for, "
    "m.seats, m.most_guests, m.takes_strangers, m.coming, m.waiting, m.notes, m.asked_for, m.sequence, m.created_at, "
    "m.changed_at, m.cancelled_at, m.reason, m.hidden_at, k.slug AS club_slug, k.name AS club_name, k.is_private, s.role"
)
_FROM = (
    "FROM meeting m LEFT JOIN club k ON k.id = m.club_id "
    "LEFT JOIN membership s ON s.club_id = m.club_id AND s.person_id = ? AND s.stands IS TRUE"
)


@dataclass(frozen=True)
class Wanted:
    """Which meetings a list shows; with `is_first` of each series the one that comes next."""

    is_past: bool = False
    club_id: int | None = None
    place: str = ""
    is_mine: bool = False
    is_first: bool = False
    q: str = ""


def visible_to(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """A condition on `meeting m`: what every list starts from. Those of a private club are there for its members alone."""
    seen, values = clubs.visible_to(viewer)
    names = sorted(viewer.audiences)
    staff = f" OR m.audience NOT LIKE '{CLUB}%'" if viewer.is_staff else ""
    return (
        f"m.hidden_at IS NULL AND (m.audience IN ({db.marks(names)}) OR m.host_id = ?{staff}) "
        f"AND (m.club_id IS NULL OR EXISTS (SELECT 1 FROM club c WHERE c.id = m.club_id AND {seen}))"
    ), (*names, viewer.id or 0, *values)


async def find(viewer: Viewer, meeting_id: int) -> MeetingCard:
    """A meeting; Missing for whom it is not shown to."""
    found = await cards(viewer, [meeting_id])
    if not found:
        raise Missing()
    return found[meeting_id]


async def cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, MeetingCard]:
    """Those of the meetings that the viewer may see, in one query, the earliest first."""
    if not ids:
        return {}
    seen, values = visible_to(viewer)
    found = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE m.id IN ({db.marks(ids)}) AND {seen} ORDER BY m.begins_at, m.id",
        viewer.id or 0,
        *ids,
        *values,
    )
    return {row["id"]: _card(row) for row in found}


async def listing(viewer: Viewer, wanted: Wanted, after: str | None = None) -> Listing[MeetingCard]:
    """Meetings to come, the next first, or past, the last first."""
    seen, values = visible_to(viewer)
    where, given = [seen, f"m.ends_at {'<' if wanted.is_past else '>='} ?"], [*values, clock.now()]
    if wanted.club_id is not None:
        where, given = [*where, "m.club_id = ?"], [*given, wanted.club_id]
    if wanted.is_mine:
        where.append(
            "EXISTS (SELECT 1 FROM meeting_reply r WHERE r.meeting_id = m.id AND r.person_id = ? AND r.said <> ?)"
        )
        given += [viewer.id or 0, Said.NO.value]
    for word in text.fold(wanted.place)[:LONGEST_PLACE].split():
        like = f"%{word.translate(_WILD)}%"
        where, given = [*where, "(m.place_folded LIKE ? OR k.place_folded LIKE ?)"], [*given, like, like]
    if wanted.q.strip():
        ids = await looking.numbers(viewer, "meeting", wanted.q)
        of = f"SELECT o.series_id FROM meeting o WHERE o.id IN ({db.marks(ids)})"
        where, given = [*where, f"(m.id IN ({db.marks(ids)}) OR m.series_id IN ({of}))"], [*given, *ids, *ids]
    if wanted.is_first:
        where.append(
            "NOT EXISTS (SELECT 1 FROM meeting e WHERE e.series_id = m.series_id AND e.begins_at < m.begins_at "
            "AND e.ends_at >= ? AND e.cancelled_at IS NULL AND e.hidden_at IS NULL AND m.cancelled_at IS NULL)"
        )
        given.append(clock.now())
    if place := lists.place(after, str, int):
        sign = "<" if wanted.is_past else ">"
        begins = _moment(place[0])
        where.append(f"(m.begins_at {sign} ? OR (m.begins_at = ? AND m.id {sign} ?))")
        given += [begins, begins, place[1]]
    turn = "DESC" if wanted.is_past else "ASC"
    rows = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE {' AND '.join(where)} "
        f"ORDER BY m.begins_at {turn}, m.id {turn} LIMIT {PER_PAGE + 1}",
        viewer.id or 0,
        *given,
    )
    found = [_card(row) for row in rows]
    return lists.page_of(found, PER_PAGE, lambda card: (card.begins_at.isoformat(), card.id))


async def next_of_each(viewer: Viewer, club_ids: Sequence[int]) -> dict[int, MeetingCard]:
    """For clubs: the meeting that comes next and is not called off."""
    seen, values = visible_to(viewer)
    found = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE m.id IN (SELECT q.id FROM (SELECT m.id, row_number() OVER "
        "(PARTITION BY m.club_id ORDER BY m.begins_at, m.id) AS place FROM meeting m "
        f"WHERE m.club_id IN ({db.marks(club_ids)}) AND m.ends_at >= ? AND m.cancelled_at IS NULL AND {seen}) q "
        "WHERE q.place = 1)",
        viewer.id or 0,
        *club_ids,
        clock.now(),
        *values,
    )
    return {row["club_id"]: _card(row) for row in found}


async def link_of(meeting_id: int) -> str:
    """The address on screen; whoever asks has made sure that it is for the reader."""
    return str(await db.value("SELECT link FROM meeting WHERE id = ?", meeting_id) or "")


async def replies(meeting_id: int, *, said: Said | None = Said.YES) -> list[ReplyLine]:
    """What was said to a meeting and is proven, in the order in which seats are given."""
    chosen, values = (" AND said = ?", [said.value]) if said else ("", [])
    return [
        line_of(row)
        for row in await db.rows(
            f"SELECT * FROM meeting_reply WHERE meeting_id = ? AND is_proven = ?{chosen} ORDER BY is_waiting, at, id",
            meeting_id,
            True,
            *values,
        )
    ]


async def reply_of(meeting_id: int, person_id: int | None) -> ReplyLine | None:
    """What a member said to a meeting."""
    sql = "SELECT * FROM meeting_reply WHERE meeting_id = ? AND person_id = ?"
    found = await db.row(sql, meeting_id, person_id) if person_id else None
    return line_of(found) if found else None


async def before(line: ReplyLine) -> int:
    """How many wait who asked before somebody who waits."""
    return int(
        await db.value(
            "SELECT count(*) FROM meeting_reply WHERE meeting_id = ? AND is_waiting = ? AND is_proven = ? "
            "AND (at < ? OR (at = ? AND id < ?))",
            line.meeting_id,
            True,
            True,
            line.at,
            line.at,
            line.id,
        )
    )


async def present(meeting_id: int) -> list[int]:
    """The members who were checked in: whom a ballot of those present asks."""
    found = await db.rows(
        "SELECT person_id FROM meeting_reply WHERE meeting_id = ? AND person_id IS NOT NULL AND arrived_at IS NOT NULL "
        "ORDER BY arrived_at, id",
        meeting_id,
    )
    return [row["person_id"] for row in found]


async def of_series(viewer: Viewer, series_id: int, *, most: int = 60) -> list[MeetingCard]:
    """The meetings of a series that are still to come, in their order."""
    sql = "SELECT id FROM meeting WHERE series_id = ? AND begins_at >= ? ORDER BY begins_at LIMIT ?"
    found = await db.rows(sql, series_id, clock.now(), most)
    return list((await cards(viewer, [row["id"] for row in found])).values())


def line_of(row: db.Row) -> ReplyLine:
    """A reply out of all columns of its row."""
    return ReplyLine(**{**row, "said": Said(row["said"])})


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return clock.now()
    return found if found.tzinfo else clock.now()


def _card(row: db.Row) -> MeetingCard:
    role, link = row.pop("role"), row.pop("link")
    told: dict[str, Any] = {
        "begins": datetime.fromisoformat(row["begins"]),
        "ends": datetime.fromisoformat(row["ends"]),
    }
    told |= {"club_slug": row["club_slug"] or "", "club_name": row["club_name"] or ""}
    told |= {"is_private": bool(row["is_private"]), "takes_strangers": bool(row["takes_strangers"])}
    told |= {"is_link_open": bool(row["is_link_open"])}
    return MeetingCard(**{**row, **told}, has_link=bool(link), role=Role(role) if role else None)
