"""An objection to a score as moderation holds it."""

from __future__ import annotations

from ambassadors.influence.objecting import DESK
from community.moderation.messages import Message, Place
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _seen(viewer: Viewer, number: int) -> bool:
    return viewer.is_editor and await db.value("SELECT id FROM influence_objection WHERE id = ?", number) is not None


def _place(row: db.Row) -> Place:
    return Place(_("Objection"), f"{DESK}/{row['id']}", f"/people/{row['handle']}/influence/objections")


objection = Message(
    "influence_objection",
    mark("Objection to a score"),
    "influence_objection",
    _place,
    _seen,
    more="p.handle",
    joined="JOIN person p ON p.id = m.person_id",
)
