"""A ruling is undone: the thing stands again, what its author met is lifted, and everybody who counted on it counts anew."""

from __future__ import annotations

from typing import Any

from community.moderation import registry, removing, reporters
from community.moderation.models import Act, Outcome, Ruling, Sanction
from community.trust import measures
from kernel import clock, db
from kernel.errors import Conflict
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

AGAINST = (Act.HIDE, Act.REMOVE, Act.EDIT)


async def reverse(viewer: Viewer, ruling: Ruling, by: Ruling) -> None:
    """Undo `ruling` because of a later one: all in the later one's transaction."""
    taken = await db.rows(
        "UPDATE ruling SET reversed_at = ? WHERE id = ? AND reversed_at IS NULL RETURNING id", clock.now(), ruling.id
    )
    if not taken:
        raise Conflict(_("This ruling was reversed already."))
    if ruling.act in AGAINST:
        await show(viewer, ruling.subject_kind, ruling.subject_id)
    if ruling.measure != Sanction.NONE:
        await measures.lift(ruling=ruling.id, by=viewer.id)
    await _recount(ruling, by)
    for participant in the_house().registered("ruling.reversed"):
        await participant(ruling)
    await _end_other_appeals(viewer, ruling, by)
    about: dict[str, Any] = {
        "author": ruling.author_id,
        "act": str(ruling.act),
        "measure": str(ruling.measure),
        "by": by.id,
    }
    await record(
        "ruling.reversed", actor=viewer.id, subject=(ruling.subject_kind, ruling.subject_id), ruling=ruling.id, **about
    )


async def show(viewer: Viewer, kind: str, number: int) -> None:
    """A thing is in its place again with its words; one that is gone stays gone. Inside a transaction."""
    entry = registry.kind_of(kind)
    await removing.give_back(entry, number)
    found = (await entry.find([number])).get(number)
    if found is not None and found.is_hidden:
        await entry.restore(viewer, number)


async def _recount(ruling: Ruling, by: Ruling) -> None:
    """The reports that the old ruling answered are answered by the new one."""
    rows = await db.rows("UPDATE report SET ruling_id = ? WHERE ruling_id = ? RETURNING reporter_id", by.id, ruling.id)
    people = [row["reporter_id"] for row in rows]
    await reporters.count(people, ruling, back=True)
    await reporters.count(people, by)


async def _end_other_appeals(viewer: Viewer, ruling: Ruling, by: Ruling) -> None:
    """Whoever else waits for an answer is answered: it was reversed already."""
    rows = await db.rows(
        "UPDATE appeal SET outcome = ?, decided_at = ?, leads_to_id = ? WHERE ruling_id = ? AND decided_at IS NULL "
        "RETURNING by_id",
        *(Outcome.MOOT, clock.now(), by.id, ruling.id),
    )
    if rows:
        await record(
            "appeal.decided",
            actor=viewer.id,
            subject=(ruling.subject_kind, ruling.subject_id),
            people=[row["by_id"] for row in rows if row["by_id"]],
            outcome=str(Outcome.MOOT),
            url=f"/moderation/statements/{ruling.id}",
        )


async def standing(kind: str, number: int) -> Ruling | None:
    """The ruling that keeps a thing out of sight."""
    return (
        await Ruling.filter(subject_kind=kind, subject_id=number, act__in=AGAINST, reversed_at=None)
        .order_by("-id")
        .first()
    )
