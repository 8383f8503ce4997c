"""What a meeting talks about, line by line; a line may be about an idea, a ballot, or whatever else a wing offers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.meetings import rules
from community.meetings.cards import MeetingCard
from community.meetings.models import AgendaItem
from kernel import db
from kernel.errors import require
from kernel.events import record
from kernel.features import the_house
from kernel.viewer import Viewer

ASKED = "asked"
"""The kind of a line that was asked for at the meeting and taken to the board: its subject is an idea."""
IDEA = "idea"
MOST = 20


@dataclass(frozen=True)
class Subject:
    """What a line is about, for somebody who may see it; `status` is an idea's, `state` words of any other kind."""

    title: str
    url: str
    status: str = ""
    state: str = ""


@dataclass(frozen=True)
class AgendaKind:
    """Something that lines may be about: the `address` of its pages, its number in it, and how it is read for a viewer."""

    kind: str
    address: re.Pattern[str]
    resolve: Callable[[Viewer, Sequence[int]], Awaitable[Mapping[int, Subject]]]


@dataclass(frozen=True)
class Typed:
    """A line as a host writes it."""

    words: str
    minutes: int = 0
    kind: str = ""
    subject: int = 0


@dataclass(frozen=True)
class Line:
    """A line as a viewer reads it; `at` is when it is its turn, where the lines before it say how long they take."""

    id: int
    words: str
    minutes: int
    at: datetime | None
    about: Subject | None
    is_linked: bool
    decision: str


def kinds() -> dict[str, AgendaKind]:
    """What lines may be about, by kind."""
    return {kind.kind: kind for kind in the_house().registered("agenda")}


async def of(viewer: Viewer, meeting: MeetingCard) -> list[Line]:
    """The lines of a meeting; those that say nothing to the viewer are left out."""
    rows = await _rows(meeting.id)
    seen = await resolved(viewer, [(row["kind"], row["subject"]) for row in rows])
    found, at, is_timed = [], meeting.begins, any(row["minutes"] for row in rows)
    for row in rows:
        about = seen.get((row["kind"], row["subject"]))
        if row["words"] or about:
            words, told = row["words"], (row["id"], row["minutes"])
            found.append(
                Line(told[0], words, told[1], at if is_timed else None, about, bool(row["kind"]), row["decision"])
            )
        at += timedelta(minutes=row["minutes"])
    return found


async def typed(viewer: Viewer, meeting_id: int) -> list[tuple[Typed, str]]:
    """The same as their host would type them again, with the address of what each is about."""
    rows = await _rows(meeting_id)
    seen = await resolved(viewer, [(row["kind"], row["subject"]) for row in rows])
    return [
        (
            Typed(row["words"], row["minutes"], row["kind"], row["subject"]),
            seen[row["kind"], row["subject"]].url if (row["kind"], row["subject"]) in seen else "",
        )
        for row in rows
    ]


async def asked(viewer: Viewer, meeting_id: int) -> list[Subject]:
    """The ideas that a meeting asked for, as far as the viewer may see them."""
    rows = await db.rows(
        "SELECT subject FROM agenda_item WHERE meeting_id = ? AND kind = ? ORDER BY position", meeting_id, ASKED
    )
    seen = await resolved(viewer, [(IDEA, row["subject"]) for row in rows])
    return list(seen.values())


async def resolved(viewer: Viewer, wanted: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """What the viewer may see of some subjects, a query or two for each kind."""
    found: dict[tuple[str, int], Subject] = {}
    for kind in kinds().values():
        numbers = [number for name, number in wanted if name == kind.kind]
        if numbers:
            found |= {(kind.kind, number): one for number, one in (await kind.resolve(viewer, numbers)).items()}
    return found


async def named(viewer: Viewer, address: str) -> tuple[str, int] | None:
    """What an address of this site stands for; None where it is nothing that lines are about, or not the viewer's to see."""
    path = re.sub(r"^https?://[^/]+", "", address)
    for kind in kinds().values():
        if (hit := kind.address.match(path)) and await kind.resolve(viewer, [int(hit[1])]):
            return kind.kind, int(hit[1])
    return None


async def arrange(viewer: Viewer, meeting: MeetingCard, lines: Sequence[Typed]) -> None:
    """Put these lines in place of those there were; one that stays the same keeps what was decided."""
    require(rules.may_keep(viewer, meeting))
    async with db.transaction():
        await db.rows(f"SELECT id FROM meeting WHERE id = ?{'' if db.on_sqlite() else ' FOR UPDATE'}", meeting.id)
        kept = {(row["words"], row["kind"], row["subject"]): row["decision"] for row in await _rows(meeting.id)}
        await AgendaItem.filter(meeting_id=meeting.id).exclude(kind=ASKED).delete()
        await AgendaItem.bulk_create(
            AgendaItem(
                meeting_id=meeting.id,
                position=position,
                words=line.words,
                minutes=line.minutes,
                kind=line.kind,
                subject=line.subject,
                decision=kept.get((line.words, line.kind, line.subject), ""),
            )
            for position, line in enumerate(lines[:MOST], start=1)
        )
        await record("meeting.arranged", actor=viewer.id, subject=("meeting", meeting.id), title=meeting.title)


async def _rows(meeting_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT id, words, minutes, kind, subject, decision FROM agenda_item WHERE meeting_id = ? AND kind <> ? "
        "ORDER BY position",
        meeting_id,
        ASKED,
    )
