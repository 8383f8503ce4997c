"""Reading accounts; no query here gives anybody an address that is not theirs, but those for staff and for letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from community.people import agents, handles
from community.people.models import Person
from kernel import clock, db, files, lists, text
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.search import looking
from kernel.viewer import MEMBERS, STAFF, SYSTEM, Viewer

WALLS = ("fog", "moss", "straw", "plaster", "heather", "lake")
PER_PAGE = 40
LONGEST_EMAIL = 254
_CARD = (
    "SELECT p.id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest "
    "FROM person p LEFT JOIN file f ON f.id = p.picture_id "
)


@dataclass(frozen=True)
class PersonCard:
    """A person as others see them."""

    id: int
    handle: str
    name: str
    initials: str
    picture_url: str
    role: str
    is_ambassador: bool
    is_claimed: bool

    @property
    def wall(self) -> str:
        """The paint behind their initials."""
        return WALLS[self.id % len(WALLS)]

    @property
    def url(self) -> str:
        return f"/people/{self.handle}"

    @property
    def is_staff(self) -> bool:
        return self.role != "member"

    @property
    def signature(self) -> str:
        return signed(self.name, is_ambassador=self.is_ambassador)


def signed(name: str, *, is_ambassador: bool) -> str:
    """A name as it signs where no badge can stand beside it, such as in feeds: that they get perks goes with it."""
    return _("%(name)s (ambassador, gets perks)") % {"name": name} if is_ambassador else name


def card_of(row: db.Row) -> PersonCard:
    """A card out of the columns of a person, with `digest` of their picture."""
    name = row["name"] or _("Somebody who has no account here yet")
    if row["handle"].startswith(handles.LEFT):
        name = _("Somebody who left")
    return PersonCard(
        id=row["id"],
        handle=row["handle"],
        name=name,
        initials=Viewer(name=row["name"]).initials,
        picture_url=files.url(row["digest"]) if row["digest"] else "",
        role=row["role"],
        is_ambassador=row["is_ambassador"],
        is_claimed=row["is_claimed"],
    )


async def pictured(viewer: Viewer) -> tuple[str, tuple[object, ...]]:
    """Where a picture is met: as somebody's face, mostly of who sent it."""
    return (
        "EXISTS (SELECT 1 FROM person p WHERE p.id = f.owner_id AND p.picture_id = f.id) "
        "OR EXISTS (SELECT 1 FROM person p WHERE p.picture_id = f.id)"
    ), ()


async def names(ids: Sequence[int]) -> dict[int, PersonCard]:
    """Cards of some people, in one query."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    rows = await db.rows(f"{_CARD} WHERE p.id IN ({db.marks(wanted)})", *wanted)
    return {row["id"]: card_of(row) for row in rows}


async def card(person_id: int) -> PersonCard | None:
    return (await names([person_id])).get(person_id)


async def mentioned(handles: Sequence[str]) -> dict[str, int]:
    """Handle to number, of those that exist and can be told."""
    if not handles:
        return {}
    sql = f"SELECT id, handle FROM person WHERE is_claimed = ? AND handle IN ({db.marks(handles)})"
    return {row["handle"]: row["id"] for row in await db.rows(sql, True, *handles)}


async def people_of(name: str) -> list[int] | None:
    """Everybody with an account, or those of the team, as named sets."""
    if name not in (MEMBERS, STAFF):
        return None
    condition = " AND role <> 'member'" if name == STAFF else ""
    return [
        row["id"] for row in await db.rows(f"SELECT id FROM person WHERE is_claimed = ?{condition} ORDER BY id", True)
    ]


def visible_to(viewer: Viewer) -> QuerySet[Person]:
    """Everybody has a page that everybody may read."""
    return Person.all()


async def by_handle(handle: str) -> Person | None:
    return await Person.get_or_none(handle=handle.lower()) if handles.is_handle(handle.lower()) else None


async def by_id(person_id: int) -> Person | None:
    return await Person.get_or_none(id=person_id)


async def by_email(email: str) -> Person | None:
    email = email.strip().lower()
    return await Person.get_or_none(email=email) if len(email) <= LONGEST_EMAIL else None


async def by_emails(emails: Sequence[str]) -> dict[str, int]:
    """Address to number, in one query for each thousand."""
    found: dict[str, int] = {}
    for start in range(0, len(emails), 1000):
        part = emails[start : start + 1000]
        rows = await db.rows(f"SELECT id, email FROM person WHERE email IN ({db.marks(part)})", *part)
        found |= {row["email"]: row["id"] for row in rows}
    return found


async def handles_like(base: str) -> set[str]:
    """Handles taken that begin like this one."""
    rows = await db.rows("SELECT handle FROM person WHERE handle LIKE ?", base[:25] + "%")
    return {row["handle"] for row in rows}


async def for_staff(words: str, after: str | None) -> Listing[db.Row]:
    """Accounts with their addresses, for administrators alone; newest first."""
    place = lists.place(after, int)
    like = f"%{text.one_line(words).lower()}%"
    ids = await looking.numbers(SYSTEM, "person", words) if words.strip() else []
    rows = await db.rows(
        "SELECT p.id, p.handle, p.name, p.email, p.role, p.is_ambassador, p.is_claimed, p.created_at, "
        "p.email_confirmed_at, f.digest FROM person p LEFT JOIN file f ON f.id = p.picture_id "
        "WHERE p.id < ? AND (lower(p.name) LIKE ? OR p.handle LIKE ? OR p.email LIKE ? "
        f"OR p.id IN ({db.marks(ids)})) ORDER BY p.id DESC LIMIT ?",
        place[0] if place else 2**31 - 1,
        like,
        like,
        like,
        *ids,
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))


async def sessions_of(person_id: int) -> list[db.Row]:
    """Browsers that are signed in, the last seen first; those whose time is over are not."""
    rows = await db.rows(
        "SELECT id, agent, created_at, seen_at FROM session WHERE person_id = ? AND expires_at > ? "
        "ORDER BY seen_at DESC LIMIT 50",
        person_id,
        clock.now(),
    )
    return [{**row, "agent": agents.named(row["agent"])} for row in rows]


async def tokens_of(person_id: int) -> list[db.Row]:
    """Tokens that still open something."""
    return await db.rows(
        "SELECT id, name, scopes, created_at, used_at, expires_at FROM token WHERE person_id = ? AND revoked_at IS NULL "
        "AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC",
        person_id,
        clock.now(),
    )
