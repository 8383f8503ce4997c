"""Who asks to be let into a club, as its hosts read it, and as whoever asked does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from community.moderation import messages
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db, lists
from kernel.lists import Listing
from kernel.viewer import Viewer

PER_PAGE = 30


@dataclass(frozen=True)
class Asked:
    """Somebody who waits at the door, with their answer to the club's question."""

    id: int
    person: PersonCard
    answer: str
    at: datetime
    is_taken: bool


async def waiting(club_id: int, after: str | None = None) -> Listing[Asked]:
    """Those who wait, the longest first."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT r.id AS number, r.answer, r.at, p.id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest "
        "FROM join_request r JOIN person p ON p.id = r.person_id LEFT JOIN file f ON f.id = p.picture_id "
        f"WHERE r.club_id = ? AND r.waits IS TRUE AND r.id > ? ORDER BY r.id LIMIT {PER_PAGE + 1}",
        club_id,
        place[0] if place else 0,
    )
    page = lists.page_of(rows, PER_PAGE, lambda row: (row["number"],))
    taken = await messages.taken("join_request", [row["number"] for row in page.items])
    return Listing([_asked(row, taken) for row in page.items], page.after)


def _asked(row: db.Row, taken: Collection[int]) -> Asked:
    return Asked(row["number"], people.card_of(row), row["answer"], row["at"], row["number"] in taken)


async def count(club_id: int) -> int:
    """How many wait."""
    return int(await db.value("SELECT count(*) FROM join_request WHERE club_id = ? AND waits IS TRUE", club_id) or 0)


async def own(viewer: Viewer, club_id: int) -> db.Row | None:
    """One's own request that waits: `answer`, `at`."""
    return await db.row(
        "SELECT answer, at FROM join_request WHERE club_id = ? AND person_id = ? AND waits IS TRUE",
        club_id,
        viewer.id or 0,
    )
