"""Whose score it is, and how much of it a viewer is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.people import queries as people
from community.people.queries import PersonCard
from kernel import audit, clock, db
from kernel.errors import Missing
from kernel.viewer import Viewer

SEEN, LISTED = "influence.seen", "influence.listed"
_OF = (
    "SELECT p.id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest, c.left_at, c.shown_at, "
    "(SELECT COUNT(*) FROM influence_objection o WHERE o.person_id = p.id AND o.state = 'open') AS open, "
    "(SELECT MIN(o.due_at) FROM influence_objection o WHERE o.person_id = p.id AND o.state = 'open') AS due_at, "
    "(SELECT COUNT(*) FROM staff_act a WHERE a.subject_kind = 'person' AND a.subject_id = p.id AND a.act = ?) AS looks, "
    "(SELECT MAX(a.at) FROM staff_act a WHERE a.subject_kind = 'person' AND a.subject_id = p.id AND a.act = ?) AS looked_at "
    "FROM person p LEFT JOIN file f ON f.id = p.picture_id LEFT JOIN influence_choice c ON c.person_id = p.id "
    "WHERE p.handle = ?"
)


@dataclass(frozen=True)
class Subject:
    """Somebody whose score is asked for: what they chose, what they objected to, and how often staff looked."""

    person: PersonCard
    left_at: datetime | None
    shown_at: datetime | None
    open: int
    due_at: datetime | None
    looks: int
    looked_at: datetime | None

    @property
    def url(self) -> str:
        return f"{self.person.url}/influence"


async def subject(viewer: Viewer, handle: str) -> Subject:
    """Somebody as a viewer may read them; Missing where they show nothing."""
    row = await db.row(_OF, SEEN, SEEN, handle.lower()[:60])
    if row is None or not row["is_claimed"]:
        raise Missing()
    card = people.card_of(row)
    told = {name: row[name] for name in ("left_at", "shown_at", "open", "due_at", "looks", "looked_at")}
    found = Subject(card, **told)
    if not (is_own(viewer, found) or is_shown(found) or may_look(viewer)):
        raise Missing()
    return found


async def own(viewer: Viewer, handle: str) -> Subject:
    """The viewer themselves; Missing for anybody else."""
    found = await subject(viewer, handle)
    if not is_own(viewer, found):
        raise Missing()
    return found


def is_own(viewer: Viewer, found: Subject) -> bool:
    return viewer.is_member and viewer.id == found.person.id


def is_shown(found: Subject) -> bool:
    """To everybody, since they chose so."""
    return found.shown_at is not None and found.left_at is None


def may_look(viewer: Viewer) -> bool:
    """Staff read scores, and it is written down that they did."""
    return viewer.is_staff and not viewer.suspended


async def looked(viewer: Viewer, found: Subject) -> None:
    """Write down that one of staff read somebody's score."""
    await note(viewer, SEEN, ("person", found.person.id))


async def note(viewer: Viewer, act: str, subject: tuple[str, int]) -> None:
    """An act of reading, once a day for one of staff and a subject."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    seen = await db.rows(
        "SELECT id FROM staff_act WHERE actor_id = ? AND act = ? AND subject_kind = ? AND subject_id = ? AND at >= ? LIMIT 1",
        viewer.id,
        act,
        *subject,
        today,
    )
    if not seen:
        async with db.transaction(quiet=True):
            await audit.note(viewer, act, subject=subject)
