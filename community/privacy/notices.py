"""Who hears that something known is contested, and what became of it."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from community.privacy import contests, told
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark

WHY = mark("You get this because it is about what is known of you.")


async def _team(event: db.Row) -> list[int]:
    """Whoever answers for the part."""
    product = {entry.name for entry in told.registered() if entry.source in contests.OF_PRODUCT}
    role = "editor" if event["data"].get("part") in product else "manager"
    rows = await db.rows("SELECT id FROM person WHERE role IN (?, 'admin') AND is_claimed = ? ORDER BY id", role, True)
    return [row["id"] for row in rows]


async def _person(event: db.Row) -> list[int]:
    return [int(event["data"]["person"])]


def _made(data: Data) -> str:
    return _("Somebody says that what is known of them is wrong: %(part)s. It waits for an answer.") % {
        "part": contests.label(str(data.get("part", "")))
    }


def _answered(data: Data) -> str:
    return _("What you contested is answered: %(part)s.") % {"part": contests.label(str(data.get("part", "")))}


def _failed(data: Data) -> str:
    return _("The file of your data could not be made. You can have it made once more.")


def _ready(data: Data) -> str:
    return _("The file of your data is ready to be fetched.")


notices = [
    NoticeKind(
        "data.contested",
        ("data.contested",),
        mark("Somebody says that what is known of them is wrong"),
        _team,
        _made,
        lambda event: f"/contested/{event['subject_id']}",
        verb=mark("Answer it"),
        why=mark("You get this because you are of the team that answers for it."),
    ),
    NoticeKind(
        "data.answered",
        ("data.answered",),
        mark("The answer to what you contested"),
        _person,
        _answered,
        lambda event: "/account/data#contested",
        verb=mark("Read the answer"),
        why=WHY,
    ),
    NoticeKind(
        "data.ready",
        ("data.ready",),
        mark("The file of your data is ready"),
        _person,
        _ready,
        lambda event: "/account/data/download",
        verb=mark("Fetch it"),
        why=WHY,
    ),
    NoticeKind(
        "data.failed",
        ("data.failed",),
        mark("The file of your data could not be made"),
        _person,
        _failed,
        lambda event: "/account/data/download",
        verb=mark("Try again"),
        why=WHY,
    ),
]
