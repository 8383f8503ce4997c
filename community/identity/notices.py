"""Who hears that somebody asks for a way back: those of the team who decide, and the owner of the account at once."""

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


async def _owner(event: db.Row) -> list[int]:
    """While it is under way; the letter with the link to stop it is written by whoever begins it."""
    rows = await db.rows("SELECT person_id FROM way_back WHERE id = ? AND active IS NOT NULL", event["subject_id"])
    return [row["person_id"] for row in rows]


notices = [
    NoticeKind(
        kind="recovery.told",
        events=("recovery.told",),
        label=mark("Somebody asks for a way back into my account"),
        recipients=_owner,
        line=lambda data: _("Somebody asks for a way back into your account: if it was not you, stop it"),
        url=lambda event: "/account/security",
        default_mail=False,
    ),
    NoticeKind(
        kind="recovery.asked",
        events=("recovery.asked",),
        label=mark("Somebody asks for a way back into their account"),
        recipients=_deciders,
        line=_line,
        url=lambda event: f"/team/recoveries/{event['subject_id']}",
        verb=mark("Make sure who asks"),
        why=mark("You get this because you are one of the team."),
    ),
]
