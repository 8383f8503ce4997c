"""Whose vote is set aside or released hears of it; managers hear of objections, and voters of the answer."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark

WHY = mark("You get this because it is about a vote of yours.")
MINE = "/account/votes"


async def _voters(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT DISTINCT person_id FROM doubt WHERE quarantine_id = ?", event["subject_id"])
    return [row["person_id"] for row in rows]


async def _released(event: db.Row) -> list[int]:
    return [int(person) for person in event["data"]["pairs"]]


async def _managers(event: db.Row) -> list[int]:
    """But for whoever set the vote aside, who may not answer."""
    rows = await db.rows(
        "SELECT p.id FROM person p WHERE p.role IN ('manager', 'admin') AND p.id NOT IN (SELECT q.by_id FROM vote_objection o "
        "JOIN doubt d ON d.kind = o.kind AND d.subject_id = o.subject_id AND d.person_id = o.person_id "
        "JOIN quarantine q ON q.id = d.quarantine_id WHERE o.id = ?)",
        event["subject_id"],
    )
    return [row["id"] for row in rows]


async def _objector(event: db.Row) -> list[int]:
    person = await db.value("SELECT person_id FROM vote_objection WHERE id = ?", event["subject_id"])
    return [] if person is None else [int(person)]


def _aside(data: Data) -> str:
    return _("A vote of yours was set aside and does not count. You can see the kind of reason, and object.")


def _back(data: Data) -> str:
    return _("A vote of yours that was set aside is released.")


def _objected(data: Data) -> str:
    return _("Somebody objects to what their vote is held to be.")


def _answered(data: Data) -> str:
    if data.get("upheld"):
        return _("You were right about your vote: it counts.")
    return _("Your objection is answered: the vote stays as it is.")


def _mine(event: db.Row) -> str:
    return MINE


def _desk(event: db.Row) -> str:
    return f"/moderation/votes/objections/{event['subject_id']}"


notices = [
    NoticeKind(
        "votes.set_aside", ("votes.set_aside",), mark("A vote of mine is set aside"), _voters, _aside, _mine, why=WHY
    ),
    NoticeKind(
        "votes.released",
        ("votes.released",),
        mark("A vote of mine is released"),
        _released,
        _back,
        _mine,
        default_mail=False,
        why=WHY,
    ),
    NoticeKind(
        "vote.objected",
        ("vote.objected",),
        mark("Somebody objects about their vote"),
        _managers,
        _objected,
        _desk,
        default_mail=False,
        why=mark("You get this because you may answer it."),
    ),
    NoticeKind(
        "vote.answered",
        ("vote.answered",),
        mark("My objection about a vote is answered"),
        _objector,
        _answered,
        _mine,
        why=WHY,
    ),
]
