"""Who is looking, and the few questions every page may ask of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

EVERYONE = "everyone"
MEMBERS = "members"
STAFF = "staff"
CLUB = "club:"
GROUPS = (CLUB, "tier:", "ambassadors")
"""Sets that few pages name: those that name none of them are the same for their members."""


@dataclass(frozen=True)
class Viewer:
    """A stranger, or a member with a role. `audiences` are the named sets of people they belong to."""

    id: int | None = None
    role: str = ""
    handle: str = ""
    name: str = ""
    language: str = ""
    zone: str = ""
    confirmed: bool = False
    suspended: bool = False
    picture: str = ""
    csrf: str = ""
    audiences: frozenset[str] = field(default_factory=lambda: frozenset({EVERYONE}))

    @property
    def is_member(self) -> bool:
        return self.id is not None

    @property
    def is_manager(self) -> bool:
        return self.role in ("manager", "admin")

    @property
    def is_editor(self) -> bool:
        return self.role in ("editor", "admin")

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"

    @property
    def is_staff(self) -> bool:
        return self.role in ("manager", "editor", "admin")

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"

    @cached_property
    def scope(self) -> tuple[str, ...]:
        """Viewers of one scope see the same pages but for their personal slots."""
        return (self.role, "suspended" if self.suspended else "", *sorted(self.audiences))

    def within(self, audience: str) -> bool:
        """Is the viewer one of `audience`? Staff are in every audience of members, but in a club they joined alone."""
        return audience in self.audiences or (self.is_staff and audience != EVERYONE and not audience.startswith(CLUB))

    def among(self, audiences: frozenset[str]) -> Viewer:
        """The same viewer as known to belong to no group but those of these audiences: sees no more than they do."""
        kept = frozenset(name for name in self.audiences if name in audiences or not name.startswith(GROUPS))
        return self if kept == self.audiences else replace(self, audiences=kept)

    @cached_property
    def clubs(self) -> tuple[int, ...]:
        """The numbers of the clubs that the viewer belongs to."""
        return tuple(sorted(int(name.removeprefix(CLUB)) for name in self.audiences if name.startswith(CLUB)))


STRANGER = Viewer()
SYSTEM = Viewer(id=None, role="admin", name="Tandem", audiences=frozenset({EVERYONE, MEMBERS, STAFF}))


def everyone(viewer: Viewer) -> bool:
    return True


def members(viewer: Viewer) -> bool:
    return viewer.is_member


def staff(viewer: Viewer) -> bool:
    return viewer.is_staff


def managers(viewer: Viewer) -> bool:
    return viewer.is_manager


def editors(viewer: Viewer) -> bool:
    return viewer.is_editor


def admins(viewer: Viewer) -> bool:
    return viewer.is_admin
