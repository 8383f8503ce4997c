"""That a part of what is known is wrong: said by whoever it is about, answered by a person of the team within ten days."""

from __future__ import annotations

from datetime import timedelta

from community.people.owndata import Source
from community.privacy import told
from community.privacy.models import Contest, Fate
from kernel import audit, clock, db, lists
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import Viewer

WITHIN = timedelta(days=10)
AT_ONCE, PER_PAGE = 5, 25
OF_PRODUCT = (Source.IMPORTED, Source.INFERRED)
"""What the product team answers for; the rest is for the community team, everything for administrators."""


def parts_for(viewer: Viewer) -> list[str]:
    """The parts that somebody of the team answers for."""
    return [
        entry.name
        for entry in told.registered()
        if viewer.is_admin or (viewer.is_editor if entry.source in OF_PRODUCT else viewer.is_manager)
    ] + (["profile"] if viewer.is_manager else [])


def label(name: str) -> str:
    """What a part is called."""
    if name == "profile":
        return _("Profile")
    return next((_(entry.label) for entry in told.registered() if entry.name == name and entry.label), told.word(name))


async def contest(viewer: Viewer, part: str, *, body: str) -> int:
    """Say what is wrong about a part."""
    require(viewer.is_member)
    if part != "profile" and part not in {entry.name for entry in told.registered()}:
        raise Missing()
    now = clock.now()
    async with db.transaction(light=True):
        if await Contest.filter(person_id=viewer.id, state=Fate.WAITING).count() >= AT_ONCE:
            raise Conflict(_("Five of yours wait for their answers already."))
        made = await Contest.create(person_id=viewer.id, part=part, body=body, at=now, due_at=now + WITHIN)
        await record("data.contested", actor=viewer.id, subject=("contest", made.id), part=part)
    return made.id


async def answer(viewer: Viewer, contest_id: int, *, fate: Fate, words: str) -> None:
    """Say what became of it; of two answers at once the second is refused."""
    found = await find(viewer, contest_id)
    async with db.transaction(light=True):
        changed = await Contest.filter(id=found.id, state=Fate.WAITING).update(
            state=fate, answer=words, by_id=viewer.id, answered_at=clock.now()
        )
        if not changed:
            raise Conflict(_("Somebody answered this a moment ago."))
        await audit.note(viewer, f"data.{fate.value}", subject=("contest", found.id), part=found.part)
        await record(
            "data.answered", actor=viewer.id, subject=("contest", found.id), person=found.person_id, part=found.part
        )


async def find(viewer: Viewer, contest_id: int) -> Contest:
    """One that the viewer answers for; nobody answers their own."""
    found = await Contest.get_or_none(id=contest_id)
    if found is None or found.part not in parts_for(viewer) or found.person_id == viewer.id:
        raise Missing()
    return found


async def waiting(viewer: Viewer, *, answered: bool, after: str | None) -> Listing[db.Row]:
    """What the viewer is to answer, the most urgent first, or what was answered, newest first."""
    parts, place = parts_for(viewer), lists.place(after, int)
    if not parts:
        return Listing([])
    beyond, order = ("<", "DESC") if answered else (">", "ASC")
    rows = await db.rows(
        "SELECT c.id, c.person_id, c.part, c.body, c.state, c.answer, c.at, c.due_at, c.answered_at, p.name, p.handle "
        f"FROM data_contest c JOIN person p ON p.id = c.person_id WHERE c.state {'<>' if answered else '='} 'waiting' "
        f"AND c.person_id <> ? AND c.part IN ({db.marks(parts)}) AND c.id {beyond} ? ORDER BY c.id {order} LIMIT ?",
        viewer.id,
        *parts,
        place[0] if place else (2**31 - 1 if answered else 0),
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))


async def of(person_id: int) -> list[db.Row]:
    """What somebody contested, with the answers."""
    return await db.rows(
        "SELECT id, part, body, state, answer, at, due_at, answered_at FROM data_contest WHERE person_id = ? "
        "ORDER BY id DESC LIMIT 50",
        person_id,
    )


async def erased(person_id: int) -> None:
    """An account is being erased: its words and the answers to them go."""
    await db.execute("DELETE FROM data_contest WHERE person_id = ?", person_id)
