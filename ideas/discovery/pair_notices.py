"""Who hears that members call two ideas the same: the managers who may see both."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from ideas.board import queries
from kernel import db, sessions
from kernel.i18n import gettext as _
from kernel.i18n import mark

URL = "/moderation/duplicates"


async def managers(event: db.Row) -> list[int]:
    """Those who may merge; nobody where the team ruled on the two already."""
    pair = event["subject_id"], event["data"]["other"]
    if await db.rows("SELECT id FROM likeness WHERE a_id = ? AND b_id = ? AND ruling IS NOT NULL", *pair):
        return []
    team = await db.rows("SELECT id FROM person WHERE role IN (?, ?) ORDER BY id", "manager", "admin")
    return [row["id"] for row in team if not await queries.unseen(await sessions.viewer_of(row["id"]), pair)]


def _line(data: Data) -> str:
    return _("Several members call two ideas the same. The pair waits for you.")


kind = NoticeKind(
    "ideas.alike",
    ("ideas.alike",),
    mark("Ideas that several members call the same"),
    managers,
    _line,
    lambda event: URL,
    default_mail=False,
    verb=mark("Look at the pair"),
)
