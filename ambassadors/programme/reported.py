"""Why somebody asks to become an ambassador, as moderation holds it."""

from __future__ import annotations

from ambassadors.programme.office import DESK
from community.moderation.messages import Message, Place
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _seen(viewer: Viewer, number: int) -> bool:
    return viewer.is_staff and await db.value("SELECT id FROM programme_application WHERE id = ?", number) is not None


def _place(row: db.Row) -> Place:
    return Place(_("Application"), f"{DESK}/{row['id']}", "/ambassadors/mine")


application = Message(
    "programme_application",
    mark("Application to the programme"),
    "programme_application",
    _place,
    _seen,
    column="motivation",
)
