"""Whom staff write a wish down for hears of it, at once or once they are a member; staff hear what becomes of it."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.events import record
from kernel.features import Reaction
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.ballots import recorded

WHY = mark("You get this because the team noted what you told it elsewhere.")


async def _whose(event: db.Row) -> list[int]:
    """The member in whose name it stands; accounts that nobody claimed are never written to."""
    person = event["data"]["person"]
    claimed = await db.value("SELECT id FROM person WHERE id = ? AND is_claimed = ?", person, True)
    return [] if claimed is None else [int(claimed)]


async def arrived(event: db.Row) -> None:
    """Whoever comes in and finds something in their name already is told of it."""
    person = int(event["subject_id"])
    lines = await recorded.of_person(person)
    if any(line["recorded_at"] < event["at"] and not line["confirmed_at"] for line in lines):
        async with db.transaction():
            await record("support.found", actor=None, subject=("person", person))


async def _person(event: db.Row) -> list[int]:
    return [int(event["subject_id"])]


async def _writers(event: db.Row) -> list[int]:
    """Who wrote it down."""
    rows = await db.rows(
        "SELECT DISTINCT e.by_id FROM support_behalf b JOIN support_event e ON e.id = b.event_id "
        "WHERE e.idea_id = ? AND e.person_id = ? AND e.by_id IS NOT NULL",
        event["subject_id"],
        event["actor_id"],
    )
    return [row["by_id"] for row in rows]


def _written(data: Data) -> str:
    return _("The team wrote down that you want “%(title)s”. Is it so?") % {"title": data.get("title", "")}


def _found(data: Data) -> str:
    return _("The team wrote down what you told it elsewhere. Look whether it is so.")


def _confirmed(data: Data) -> str:
    return _("A customer confirmed that they want “%(title)s”.") % {"title": data.get("title", "")}


def _reworded(data: Data) -> str:
    return _("A customer put in their own words why they want “%(title)s”.") % {"title": data.get("title", "")}


def _desk(event: db.Row) -> str:
    return f"/ideas/{event['subject_id']}/on-behalf"


def _mine(event: db.Row) -> str:
    return "/account/on-behalf"


reactions = [Reaction("behalf.found", ("person.confirmed",), arrived)]
notices = [
    NoticeKind(
        "support.written_down",
        ("support.written_down",),
        mark("The team wrote something down in my name"),
        _whose,
        _written,
        _mine,
        verb=mark("Confirm, change or remove"),
        why=WHY,
    ),
    NoticeKind(
        "support.found",
        ("support.found",),
        mark("Something stood in my name when I came"),
        _person,
        _found,
        _mine,
        verb=mark("Confirm, change or remove"),
        why=WHY,
    ),
    NoticeKind(
        "support.confirmed",
        ("support.confirmed",),
        mark("A customer confirmed what I wrote down"),
        _writers,
        _confirmed,
        _desk,
        default_mail=False,
    ),
    NoticeKind(
        "support.reworded",
        ("support.reworded",),
        mark("A customer changed what I wrote down"),
        _writers,
        _reworded,
        _desk,
        default_mail=False,
    ),
]
