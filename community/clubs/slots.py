"""Holes that clubs fill: what a member or a host may do there, and somebody's clubs on their page."""

from __future__ import annotations

from dataclasses import dataclass

from community.clubs import queries
from community.clubs.models import Role
from community.clubs.queries import ClubCard
from kernel import db, pages
from kernel.features import Ask, Slot
from kernel.slots import Told
from kernel.viewer import Viewer

_ROLES = (Role.MEMBER, Role.TREASURER, Role.HOST)
_MANY = 1_000_000


@dataclass(frozen=True)
class Shown:
    """What the keys of `club.tools` and `club.topics` say: a club, the charter that holds, and its state."""

    id: int
    slug: str
    charter: int
    state: str

    @property
    def url(self) -> str:
        return f"/clubs/{self.slug}"


def key_of(club: ClubCard) -> str:
    """The key of a club's hole: `state` is open, asking for a host, archived."""
    state = "archived" if club.archived_at else "asking" if club.handover_at else "open"
    return f"{club.id}:{club.charter}:{state}:{club.slug}"


def shown(key: str) -> Shown:
    """What `key_of` wrote."""
    number, charter, state, slug = key.split(":", 3)
    return Shown(int(number), slug, int(charter), state)


def ask_role(viewer: Viewer, keys: list[str]) -> Ask | None:
    """The viewer's role in these clubs, and the charter they agreed to, in one number."""
    ids = [shown(key).id for key in keys]
    if not set(ids) & set(viewer.clubs):
        return None
    sql = (
        f"SELECT club_id AS number, CASE role WHEN 'host' THEN 2 WHEN 'treasurer' THEN 1 ELSE 0 END * {_MANY} + charter "
        f"AS value FROM membership WHERE person_id = ? AND stands IS TRUE AND club_id IN ({db.marks(ids)})"
    )
    return Ask(sql, (viewer.id, *ids))


async def tools(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For members: what changed and what is asked of them; for hosts and managers: the way to keep the club."""
    standing = {number: divmod(value, _MANY) for number, value in told}
    filled: dict[str, str] = {}
    for key in keys:
        club = shown(key)
        role, agreed = standing.get(club.id, (None, 0))
        filled[key] = pages.drawn(
            "community/clubs/_tools.html",
            club=club,
            csrf=viewer.csrf,
            is_member=role is not None,
            is_host=role is not None and _ROLES[role] == Role.HOST,
            may_moderate=viewer.is_manager,
            unread=role is not None and agreed < club.charter,
            is_first=not agreed,
        )
    return filled


async def of_person(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: the clubs that they belong to, as far as the viewer may know of them."""
    filled: dict[str, str] = {}
    for key in keys:  # a profile is one person's
        found = await queries.of_person(viewer, int(key))
        filled[key] = pages.fragment("community/clubs/_of_person.html", clubs=found) if found else ""
    return filled


slots = [Slot("club.tools", tools, personal=True, asks=ask_role), Slot("profile.clubs", of_person)]
