"""Who belongs to a club, with their role and since when, as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.clubs.models import Role
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db, lists
from kernel.lists import Listing

PER_PAGE = 60
_RANK = "CASE m.role WHEN 'host' THEN 0 WHEN 'treasurer' THEN 1 ELSE 2 END"
_SINCE = (
    "(SELECT min(e.from_at) FROM membership e WHERE e.person_id = m.person_id AND e.club_id = m.club_id AND e.id > "
    "coalesce((SELECT max(x.id) FROM membership x WHERE x.person_id = m.person_id AND x.club_id = m.club_id "
    "AND x.stands IS NULL AND x.\"end\" <> 'role'), 0))"
)
_SELECT = (
    f"SELECT {_RANK} AS rank, m.id AS place, m.role AS standing, {_SINCE} AS since_at, p.id, p.handle, p.name, p.role, "
    "p.is_ambassador, p.is_claimed, f.digest FROM membership m JOIN person p ON p.id = m.person_id "
    "LEFT JOIN file f ON f.id = p.picture_id WHERE m.club_id = ? AND m.stands IS TRUE"
)


@dataclass(frozen=True)
class Belonging:
    """Somebody in a club: their role there, and since when they have belonged without a break."""

    person: PersonCard
    role: Role
    since: datetime


async def listing(club_id: int, after: str | None = None, *, size: int = PER_PAGE) -> Listing[Belonging]:
    """Hosts first, then treasurers, then everybody in the order in which they came; from a cursor on."""
    place = lists.place(after, int, int)
    further = f" AND ({_RANK}, m.id) > (?, ?)" if place else ""
    found = await db.rows(f"{_SELECT}{further} ORDER BY 1, 2 LIMIT {size + 1}", club_id, *(place or ()))
    page = lists.page_of(found, size, lambda row: (row["rank"], row["place"]))
    return Listing([_belonging(row) for row in page.items], page.after)


async def first(club_id: int, most: int) -> list[Belonging]:
    """Some of them: hosts before the others."""
    return list((await listing(club_id, size=most)).items)


async def of_role(club_id: int, role: Role) -> list[Belonging]:
    """Those who have a role now."""
    found = await db.rows(f"{_SELECT} AND m.role = ? ORDER BY 2", club_id, role.value)
    return [_belonging(row) for row in found]


def _belonging(row: db.Row) -> Belonging:
    return Belonging(people.card_of(row), Role(row["standing"]), row["since_at"])
