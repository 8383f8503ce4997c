"""A voter's objection as moderation holds it."""

from __future__ import annotations

from community.moderation.messages import Message, Place
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer
from voting.honesty.desk import OBJECTIONS
from voting.honesty.notices import MINE


async def _seen(viewer: Viewer, number: int) -> bool:
    return viewer.is_manager and await db.value("SELECT id FROM vote_objection WHERE id = ?", number) is not None


def _place(row: db.Row) -> Place:
    """Against whoever set the vote aside."""
    against = [row["set_aside_by"]] if row["set_aside_by"] else []
    return Place(_("Objection"), f"{OBJECTIONS}/{row['id']}", MINE, against)


objection = Message(
    "vote_objection",
    mark("Objection to a vote’s state"),
    "vote_objection",
    _place,
    _seen,
    more="q.by_id AS set_aside_by",
    joined="LEFT JOIN doubt d ON d.kind = m.kind AND d.subject_id = m.subject_id AND d.person_id = m.person_id "
    "LEFT JOIN quarantine q ON q.id = d.quarantine_id",
)
