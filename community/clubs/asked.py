"""What people write to a club's hosts and against them, as moderation holds it: requests to join, appeals against a ban."""

from __future__ import annotations

from community.clubs import queries, rules
from community.moderation.messages import Message, Place
from kernel import db
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


async def _seen(viewer: Viewer, number: int) -> bool:
    """The hosts of the club, as long as it waits."""
    club = await db.value("SELECT club_id FROM join_request WHERE id = ? AND waits IS TRUE", number)
    if club is None:
        return False
    try:
        return rules.may_host(viewer, await queries.by_id(viewer, club))
    except Missing:
        return False


def _place(row: db.Row) -> Place:
    at = f"/clubs/{row['slug']}"
    return Place(_("Request to join"), f"{at}/requests", f"{at}/join")


async def _judges(viewer: Viewer, number: int) -> bool:
    """The team, once there is an appeal."""
    sql = "SELECT id FROM club_ban WHERE id = ? AND appealed_at IS NOT NULL"
    return viewer.is_manager and await db.value(sql, number) is not None


def _appeal(row: db.Row) -> Place:
    return Place(_("Appeal"), f"/moderation/appeals/{row['id']}", f"/bans/{row['id']}", [row["by_id"] or 0])


appeal = Message(
    "club_appeal", mark("Appeal against a ban"), "club_ban", _appeal, _judges, column="appeal", more="m.by_id"
)
request = Message(
    "join_request",
    mark("Request to join"),
    "join_request",
    _place,
    _seen,
    column="answer",
    more="c.slug",
    joined="JOIN club c ON c.id = m.club_id",
)
