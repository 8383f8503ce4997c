"""Which of the team hear that somebody asks for a way back."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def _deciders(event: db.Row) -> list[int]:
    rows = await db.rows(
        "SELECT id FROM person WHERE role IN ('manager', 'admin') AND is_claimed = ? ORDER BY id", True
    )
    return [row["id"] for row in rows]


def _line(data: Data) -> str:
    return _("%(name)s has lost what opens their account and asks for a way back") % {"name": data["actor"]}


notices = [
    NoticeKind(
        kind="recovery.asked",
        events=("recovery.asked",),
        label=mark("Somebody asks for a way back into their account"),
        recipients=_deciders,
        line=_line,
        url=lambda event: f"/team/recoveries/{event['subject_id']}",
        verb=mark("Make sure who asks"),
        why=mark("You get this because you are one of the team."),
    )
]
