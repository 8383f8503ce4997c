"""What the team reads: applications with the standing of who asks, and who belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ambassadors.influence import queries as influence
from ambassadors.influence import standing
from ambassadors.influence.standing import Standing
from ambassadors.programme.models import Application, ApplicationReview, Nomination
from community.clubs import wording
from community.moderation import messages
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db, lists
from kernel.lists import Listing
from kernel.viewer import Viewer

PER_PAGE = 30


@dataclass(frozen=True)
class Row:
    """An application in a list."""

    id: int
    person: PersonCard
    at: datetime
    state: str
    is_invited: bool
    read: int
    is_read_by_me: bool
    decided_at: datetime | None


@dataclass(frozen=True)
class Reading:
    """What one of the team said."""

    by: PersonCard
    is_for: bool
    note: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """An application as somebody of the team reads it: what others said is shown once they have said it themselves."""

    application: Application
    person: PersonCard
    standing: Standing
    nomination: Nomination | None
    topics: list[str]
    languages: list[str]
    readings: list[Reading]
    mine: Reading | None
    read: int
    is_taken: bool

    @property
    def is_open(self) -> bool:
        return self.application.decided_at is None

    @property
    def is_shown(self) -> bool:
        return bool(self.mine) or not self.is_open


@dataclass(frozen=True)
class Part:
    """Somebody who belongs, or did."""

    id: int
    person: PersonCard
    tier: str
    since_at: datetime
    falls_at: datetime | None
    ended_at: datetime | None
    ending: str | None


_ROW = (
    "SELECT a.id, a.person_id, a.at, a.state, (a.nomination_id IS NOT NULL) AS is_invited, a.decided_at, "
    "(SELECT count(*) FROM programme_review r WHERE r.application_id = a.id) AS n, "
    "EXISTS (SELECT 1 FROM programme_review r WHERE r.application_id = a.id AND r.by_id = ?) AS is_mine "
    "FROM programme_application a WHERE "
)


async def waiting(reader_id: int) -> list[Row]:
    """Those to be read, the oldest first."""
    return await _rows(await db.rows(f"{_ROW} a.state = 'waiting' ORDER BY a.id LIMIT 200", reader_id))


async def decided(after: str | None) -> Listing[Row]:
    """Those that were decided or taken back, the newest first."""
    place = lists.place(after, int)
    rows = await db.rows(
        f"{_ROW} a.state <> 'waiting' AND a.id < ? ORDER BY a.id DESC LIMIT {PER_PAGE + 1}",
        0,
        place[0] if place else 2**31 - 1,
    )
    found = lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))
    return Listing(await _rows(list(found.items)), found.after)


async def _rows(rows: list[db.Row]) -> list[Row]:
    cards = await people.names([row["person_id"] for row in rows])
    return [
        Row(
            row["id"],
            cards[row["person_id"]],
            row["at"],
            row["state"],
            row["is_invited"],
            row["n"],
            row["is_mine"],
            row["decided_at"],
        )
        for row in rows
    ]


async def sheet(viewer: Viewer, found: Application) -> Sheet:
    """All of an application."""
    reviews = await ApplicationReview.filter(application_id=found.id).order_by("id")
    cards = await people.names([found.person_id, *(one.by_id for one in reviews)])
    readings = [Reading(cards[one.by_id], one.is_for, one.note, one.words, one.at) for one in reviews]
    labels = dict(await influence.topics())
    return Sheet(
        application=found,
        person=cards[found.person_id],
        standing=(await standing.of([found.person_id])).get(found.person_id, Standing()),
        nomination=await Nomination.get_or_none(id=found.nomination_id) if found.nomination_id else None,
        topics=[labels[topic] for topic in found.topics if topic in labels],
        languages=[wording.language_name(language) for language in found.languages],
        readings=readings,
        mine=next((one for one in readings if one.by.id == viewer.id), None),
        read=len(readings),
        is_taken=found.id in await messages.taken("programme_application", [found.id]),
    )


async def belonging(after: str | None) -> Listing[Part]:
    """Everybody who ever belonged, the newest first."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT id, person_id, tier, since_at, falls_at, ended_at, ending FROM programme_enrolment WHERE id < ? "
        f"ORDER BY id DESC LIMIT {PER_PAGE + 1}",
        place[0] if place else 2**31 - 1,
    )
    found = lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))
    cards = await people.names([row["person_id"] for row in found.items])
    parts = [Part(person=cards[row.pop("person_id")], **row) for row in found.items]
    return Listing(parts, found.after)
