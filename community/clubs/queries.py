"""All reads of clubs and of who belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.clubs.models import Entry, Role
from kernel import audit, clock, db, files
from kernel.errors import Missing
from kernel.viewer import CLUB, Viewer

_COLUMNS = (
    "c.id, c.slug, c.name, c.summary, c.place, c.language, c.wall, c.entry, c.question, c.audience, c.is_private, "
    "c.members, c.created_at, c.archived_at, c.hidden_at, c.handover_at, f.digest, m.role, x.slug AS moved_to, "
    "coalesce((SELECT max(h.number) FROM charter h WHERE h.club_id = c.id), 0) AS charter"
)
_FROM = (
    "FROM club c LEFT JOIN file f ON f.id = c.picture_id LEFT JOIN club x ON x.id = c.merged_into_id "
    "LEFT JOIN membership m ON m.club_id = c.id AND m.person_id = ? AND m.stands IS TRUE"
)


@dataclass(frozen=True)
class ClubCard:
    """A club as a viewer meets it; `role` is theirs in it, `moved_to` the address of the club it became a part of.

    `charter` is the number of the version that holds, 0 where none was written.
    """

    id: int
    slug: str
    name: str
    summary: str
    place: str
    language: str
    wall: str
    entry: Entry
    question: str
    audience: str
    is_private: bool
    members: int
    created_at: datetime
    archived_at: datetime | None
    hidden_at: datetime | None
    handover_at: datetime | None
    picture: str
    role: Role | None
    moved_to: str
    charter: int

    @property
    def url(self) -> str:
        return f"/clubs/{self.slug}"

    @property
    def named(self) -> str:
        """The club's people as an audience."""
        return audience_of(self.id)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_member(self) -> bool:
        return self.role is not None


def audience_of(club_id: int) -> str:
    return f"{CLUB}{club_id}"


def visible_to(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """A condition on `club c`: what every list starts from. A private club is there for its members alone."""
    own = viewer.clubs
    return f"c.hidden_at IS NULL AND (c.is_private IS NOT TRUE OR c.id IN ({db.marks(own)}))", own


async def find(viewer: Viewer, slug: str) -> ClubCard:
    """A club by its address; Missing for whom it is not shown to. Managers are let in, and that they looked is noted."""
    found = await db.row(f"SELECT {_COLUMNS} {_FROM} WHERE c.slug = ?", viewer.id or 0, slug[:60])
    if found is None:
        raise Missing()
    return await _let_in(viewer, _card(found))


async def by_id(viewer: Viewer, club_id: int) -> ClubCard:
    """The same by its number."""
    return await _let_in(viewer, await behind(viewer, club_id))


async def behind(viewer: Viewer, club_id: int) -> ClubCard:
    """The same for whom something else lets look: an invitation in their hands, or a ban that they may appeal against."""
    found = await db.row(f"SELECT {_COLUMNS} {_FROM} WHERE c.id = ?", viewer.id or 0, club_id)
    if found is None:
        raise Missing()
    return _card(found)


async def _let_in(viewer: Viewer, club: ClubCard) -> ClubCard:
    if club.is_member and club.hidden_at is None:
        return club
    if (club.is_private or club.hidden_at) and not viewer.is_manager:
        raise Missing()
    if club.is_private:
        await _looked_into(viewer, club)
    return club


async def _looked_into(viewer: Viewer, club: ClubCard) -> None:
    """Once a day for a manager and a club that is not theirs."""
    seen = await db.rows(
        "SELECT id FROM staff_act WHERE actor_id = ? AND act = ? AND subject_kind = ? AND subject_id = ? AND at >= ? LIMIT 1",
        viewer.id,
        "club.looked-into",
        "club",
        club.id,
        clock.now().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    if not seen:
        async with db.transaction(quiet=True):
            await audit.note(viewer, "club.looked-into", subject=("club", club.id))


async def listed(viewer: Viewer, where: str, values: Sequence[Any]) -> list[ClubCard]:
    """Clubs by a condition on `club c`, which begins with `visible_to`, and by what orders and limits them."""
    found = await db.rows(f"SELECT {_COLUMNS} {_FROM} WHERE {where}", viewer.id or 0, *values)
    return [_card(row) for row in found]


async def cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ClubCard]:
    """Those of the clubs that the viewer may see, in one query."""
    if not ids:
        return {}
    seen, values = visible_to(viewer)
    found = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE c.id IN ({db.marks(ids)}) AND {seen}", viewer.id or 0, *ids, *values
    )
    return {row["id"]: _card(row) for row in found}


async def of_person(viewer: Viewer, person_id: int) -> list[ClubCard]:
    """The clubs that somebody belongs to, of those that the viewer may see, the latest joined first."""
    seen, values = visible_to(viewer)
    found = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} JOIN membership o ON o.club_id = c.id AND o.person_id = ? AND o.stands IS TRUE "
        f"WHERE {seen} ORDER BY o.id DESC LIMIT 100",
        viewer.id or 0,
        person_id,
        *values,
    )
    return [_card(row) for row in found]


async def role_of(viewer: Viewer, club_id: int) -> Role | None:
    """What the viewer is in a club now."""
    return await role_at(viewer.id or 0, club_id)


async def role_at(person_id: int, club_id: int, at: datetime | None = None) -> Role | None:
    """What somebody is in a club, or was at a moment."""
    when, values = _standing(at)
    found = await db.value(
        f"SELECT m.role FROM membership m WHERE m.person_id = ? AND m.club_id = ? AND {when}",
        person_id,
        club_id,
        *values,
    )
    return Role(found) if found else None


async def member_ids(club_id: int, at: datetime | None = None, *, role: Role | None = None) -> list[int]:
    """Who belongs to a club, or did at a moment; in the order in which they came."""
    when, values = _standing(at)
    chosen = " AND m.role = ?" if role else ""
    found = await db.rows(
        f"SELECT m.person_id FROM membership m WHERE m.club_id = ? AND {when}{chosen} ORDER BY m.from_at, m.id",
        club_id,
        *values,
        *([role.value] if role else []),
    )
    return [row["person_id"] for row in found]


def _standing(at: datetime | None) -> tuple[str, tuple[Any, ...]]:
    """A condition on `membership m`: the row stands, or stood at a moment (from then included, till then not)."""
    if at is None:
        return "m.stands IS TRUE", ()
    return "m.from_at <= ? AND (m.until_at IS NULL OR m.until_at > ?)", (at, at)


def audience_column() -> str:
    """The clubs of a person `p`, read along with them."""
    ids = db.joined("am.club_id")
    return f"(SELECT {ids} FROM membership am WHERE am.person_id = p.id AND am.stands IS TRUE) AS club_ids"


async def audiences_of(row: Mapping[str, Any]) -> set[str]:
    """The names of a person's clubs, from the numbers read along with them."""
    return {f"{CLUB}{number}" for number in (row["club_ids"] or "").split(",") if number}


async def people_of(name: str) -> list[int] | None:
    """Who belongs to the club that `club:5` names."""
    number = name.removeprefix(CLUB)
    if not name.startswith(CLUB):
        return None
    return await member_ids(int(number)) if number.isascii() and number.isdecimal() and len(number) < 10 else []


async def audience_choices() -> list[tuple[str, str]]:
    """Clubs that everybody may know of, as groups that a board's doors may name."""
    found = await db.rows(
        "SELECT c.id, c.name FROM club c WHERE c.is_private IS NOT TRUE AND c.hidden_at IS NULL AND c.archived_at IS NULL "
        "ORDER BY c.members DESC, c.id LIMIT 200"
    )
    return [(audience_of(row["id"]), row["name"]) for row in found]


def _card(row: db.Row) -> ClubCard:
    digest, role, entry, moved = row.pop("digest"), row.pop("role"), row.pop("entry"), row.pop("moved_to")
    return ClubCard(
        **row,
        entry=Entry(entry),
        picture=files.url(digest) if digest else "",
        role=Role(role) if role else None,
        moved_to=f"/clubs/{moved}" if moved else "",
    )
