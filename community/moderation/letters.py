"""Two kinds of message to the team that lie below moderation or in it: data that is contested, and appeals."""

from __future__ import annotations

from community.moderation.messages import Message, Place
from community.privacy import contests
from kernel import db
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _answers_for(viewer: Viewer, number: int) -> bool:
    """Whoever answers for the part that is contested."""
    try:
        await contests.find(viewer, number)
    except Missing:
        return False
    return True


def _contested(row: db.Row) -> Place:
    return Place(contests.label(row["part"]), f"/contested/{row['id']}", "/account/data")


async def _judges(viewer: Viewer, number: int) -> bool:
    return viewer.is_manager and await db.value("SELECT id FROM appeal WHERE id = ?", number) is not None


def _appeal(row: db.Row) -> Place:
    """Against whoever ruled: they do not rule on what is said of them either."""
    page = "/moderation/statements" if row["is_author"] else "/reports/answers"
    own = f"{page}/{row['ruling_id']}"
    return Place(_("Appeal"), f"/moderation/appealed/{row['id']}", own, [row["ruled_by"]] if row["ruled_by"] else [])


contest = Message("data_contest", mark("Contested data"), "data_contest", _contested, _answers_for, more="m.part")
appeal = Message(
    "appeal",
    mark("Appeal"),
    "appeal",
    _appeal,
    _judges,
    author="by_id",
    column="text",
    more="m.is_author, m.ruling_id, r.by_id AS ruled_by",
    joined="JOIN ruling r ON r.id = m.ruling_id",
)
