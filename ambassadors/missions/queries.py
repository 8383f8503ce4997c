"""All reads of missions and of the parts that people have in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ambassadors.missions.models import MissionState, PartState
from community.clubs import queries as clubs
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import clock, db, lists
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.search import looking
from kernel.viewer import Viewer

PAGE = 20
OPENLY = ("everyone", "members", "ambassadors")
"""Audiences whose missions everybody may read of; so may they those of tiers."""


@dataclass(frozen=True)
class PartCard:
    """Somebody's part in a mission."""

    id: int
    mission_id: int
    state: PartState
    progress: int
    is_named: bool
    points: int
    due: int
    taken_at: datetime
    until_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class MissionCard:
    """A mission as a viewer sees it, with their own part."""

    id: int
    title: str
    brief: str
    goal: str
    target: int
    place: str
    club_id: int | None
    audience: str
    places: int | None
    points: int
    state: MissionState
    opens_at: datetime
    ends_at: datetime
    taken: int
    done: int
    created_at: datetime
    cancelled_at: datetime | None
    reason: str
    share: int | None
    result: str
    result_at: datetime | None
    is_private: bool = False
    mine: PartCard | None = None

    @property
    def url(self) -> str:
        return f"/missions/{self.id}"

    @property
    def team_url(self) -> str:
        return f"/missions/desk/{self.id}"

    @property
    def is_draft(self) -> bool:
        return self.state == MissionState.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == MissionState.CANCELLED

    @property
    def is_over(self) -> bool:
        """Nobody takes it any more."""
        return self.state in (MissionState.OVER, MissionState.CANCELLED) or self.ends_at <= clock.now()

    @property
    def begins_later(self) -> bool:
        return self.state == MissionState.OPEN and self.opens_at > clock.now()

    @property
    def left(self) -> int | None:
        """Places that are free, None where there is no end of them."""
        return None if self.places is None else max(self.places - self.taken, 0)


_OWN = (
    "id", "title", "brief", "goal", "target", "place", "club_id", "audience", "places", "points", "opens_at", "ends_at",
    "taken", "done", "created_at", "cancelled_at", "reason", "share", "result", "result_at",
)  # fmt: skip
_PART = ("progress", "is_named", "points", "due", "taken_at", "until_at", "ended_at")
COLUMNS = (
    ", ".join(f"m.{name}" for name in _OWN)
    + ", m.state, c.is_private, t.id AS part_id, t.state AS part_state, "
    + ", ".join(f"t.{name} AS {'is_part_named' if name == 'is_named' else 'part_' + name}" for name in _PART)
)
_FROM = (
    "FROM mission m LEFT JOIN club c ON c.id = m.club_id "
    "LEFT JOIN mission_part t ON t.mission_id = m.id AND t.person_id = ?"
)


def _card(row: db.Row) -> MissionCard:
    return MissionCard(
        state=MissionState(row["state"]),
        is_private=bool(row["is_private"]),
        mine=_part(row) if row["part_id"] else None,
        **{name: row[name] for name in _OWN},
    )


def _part(row: db.Row) -> PartCard:
    return PartCard(
        id=row["part_id"],
        mission_id=row["id"],
        state=PartState(row["part_state"]),
        is_named=bool(row["is_part_named"]),
        **{name: row[f"part_{name}"] for name in _PART if name != "is_named"},
    )


def visible_to(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """A condition on `mission m` and its `club c`: drafts are for the team, a private club's for its members.

    What is offered to a segment or the like is there for those who are in it, so that nobody learns who is. Who has a
    part in a mission goes on seeing it.
    """
    club, values = clubs.visible_to(viewer)
    shown = f"(m.club_id IS NULL OR ({club}))"
    if viewer.is_staff:
        return shown, values
    theirs = sorted({*viewer.audiences, *OPENLY})
    offered = f"(m.audience IN ({db.marks(theirs)}) OR m.audience LIKE 'tier:%' OR t.id IS NOT NULL)"
    return f"{shown} AND m.state <> 'draft' AND {offered}", (*values, *theirs)


async def find(viewer: Viewer, number: int) -> MissionCard:
    """A mission in the viewer's sight; Missing otherwise."""
    seen, values = visible_to(viewer)
    row = await db.row(f"SELECT {COLUMNS} {_FROM} WHERE m.id = ? AND {seen}", viewer.id or 0, number, *values)
    if row is None:
        raise Missing()
    return _card(row)


async def some(viewer: Viewer, where: str, *values: Any) -> list[MissionCard]:
    """Missions in the viewer's sight by a condition on `mission m`, which orders and limits them too."""
    seen, more = visible_to(viewer)
    rows = await db.rows(f"SELECT {COLUMNS} {_FROM} WHERE {seen} AND {where}", viewer.id or 0, *more, *values)
    return [_card(row) for row in rows]


async def listing(viewer: Viewer, which: str, after: str | None = None, *, q: str = "") -> Listing[MissionCard]:
    """Twenty missions: `open` by their end, `mine` by when they were taken, `over` the latest first; those that words find."""
    now, place = clock.now(), lists.place(after, str, int)
    moment = _moment(place[0]) if place else None
    column, back = {"mine": ("t.taken_at", True), "over": ("m.ends_at", True)}.get(which, ("m.ends_at", False))
    where = {
        "mine": ("t.id IS NOT NULL AND t.state <> 'left'", ()),
        "over": ("(m.state IN ('over', 'cancelled') OR (m.state = 'open' AND m.ends_at <= ?))", (now,)),
    }.get(which, ("m.state = 'open' AND m.ends_at > ?", (now,)))
    values: tuple[Any, ...] = where[1]
    further = ""
    if moment and place:
        further = f" AND ({column}, m.id) {'<' if back else '>'} (?, ?)"
        values = (*values, moment, place[1])
    if q.strip():
        ids = await looking.numbers(viewer, "mission", q)
        further, values = f"{further} AND m.id IN ({db.marks(ids)})", (*values, *ids)
    way = "DESC" if back else "ASC"
    found = await some(viewer, f"{where[0]}{further} ORDER BY {column} {way}, m.id {way} LIMIT {PAGE + 1}", *values)
    return lists.page_of(found, PAGE, lambda one: _place_of(one, mine=which == "mine"))


def _place_of(mission: MissionCard, *, mine: bool) -> tuple[str, int]:
    at = mission.mine.taken_at if mine and mission.mine else mission.ends_at
    return at.isoformat(), mission.id


def _moment(word: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        return None
    return found if found.tzinfo else None


async def kept(viewer: Viewer, after: str | None = None) -> Listing[tuple[MissionCard, int]]:
    """For the team: every mission, the newest first, with how many proofs wait."""
    place = lists.place(after, int)
    further, values = (" AND m.id < ?", place) if place else ("", ())
    found = await some(viewer, f"m.id > 0{further} ORDER BY m.id DESC LIMIT {PAGE + 1}", *(values or ()))
    rows = await db.rows(
        "SELECT t.mission_id AS id, count(*) AS n FROM mission_part t WHERE t.state = 'sent' "
        f"AND t.mission_id IN ({db.marks(found)}) GROUP BY t.mission_id",
        *[one.id for one in found],
    )
    waiting = {row["id"]: row["n"] for row in rows}
    return lists.page_of([(one, waiting.get(one.id, 0)) for one in found], PAGE, lambda pair: (pair[0].id,))


@dataclass(frozen=True)
class Doer:
    """Somebody who did a mission and agreed to be named."""

    person: PersonCard
    points: int
    ended_at: datetime


_PERSON = "p.id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest"
_BY = "JOIN person p ON p.id = t.person_id LEFT JOIN file f ON f.id = p.picture_id"


async def doers(mission_id: int, *, most: int = 100) -> list[Doer]:
    """Who did it, of those who agreed, in the order in which they did."""
    rows = await db.rows(
        f"SELECT {_PERSON}, t.points, t.ended_at FROM mission_part t {_BY} WHERE t.mission_id = ? AND t.state = 'done' "
        f"AND t.is_named IS TRUE ORDER BY t.ended_at, t.id LIMIT {most}",
        mission_id,
    )
    return [Doer(people.card_of(row), row["points"], row["ended_at"]) for row in rows]


async def given(mission_id: int) -> int:
    """Points that were given for a mission."""
    return int(
        await db.value("SELECT coalesce(sum(points), 0) FROM mission_part WHERE mission_id = ?", mission_id) or 0
    )


@dataclass(frozen=True)
class Taker:
    """For the team: somebody with their part."""

    id: int
    person: PersonCard
    state: PartState
    progress: int
    points: int
    due: int
    taken_at: datetime


async def takers(mission_id: int, after: str | None = None) -> Listing[Taker]:
    """Everybody who took a mission, in the order in which they did, by cursor."""
    place = lists.place(after, int)
    rows = await db.rows(
        f"SELECT {_PERSON}, t.id AS part, t.state, t.progress, t.points, t.due, t.taken_at FROM mission_part t {_BY} "
        f"WHERE t.mission_id = ? AND t.id > ? ORDER BY t.id LIMIT {2 * PAGE + 1}",
        mission_id,
        place[0] if place else 0,
    )
    own = ("progress", "points", "due", "taken_at")
    found: Sequence[Taker] = [
        Taker(
            id=row["part"],
            person=people.card_of(row),
            state=PartState(row["state"]),
            **{name: row[name] for name in own},
        )
        for row in rows
    ]
    return lists.page_of(found, 2 * PAGE, lambda one: (one.id,))
