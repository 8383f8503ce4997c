"""Who hears of a perk: its owner when it goes back without their asking, when their name is taken, when a code is looked at."""

from __future__ import annotations

from ambassadors.perks.models import Gives, Why
from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark

BACK = {
    Why.STAFF: mark("“%(name)s” went back, your points are free again. %(reason)s"),
    Why.MEETING: mark("The meeting of “%(name)s” does not take place, your points are free again."),
    Why.LAPSED: mark("The time of “%(name)s” ran out unseen, your points are free again."),
}


async def _owner(event: db.Row) -> list[int]:
    """Whoever gave it back themselves knows."""
    data = event["data"]
    return [data["person"]] if data.get("why", "") not in (Why.OWNER, Why.ERASED) else []


async def _keeper(event: db.Row) -> list[int]:
    """Whoever made the perk hears of a name to answer."""
    if event["data"]["gives"] != Gives.NAMING:
        return []
    by = await db.value("SELECT by_id FROM perk WHERE id = ?", event["subject_id"])
    return [by] if by else []


def _back(data: Data) -> str:
    return (_(BACK[Why(data["why"])]) % {"name": data["name"], "reason": data["reason"]}).strip()


def _named(data: Data) -> str:
    return _("The name you gave is taken: “%(words)s”.") % {"words": data["words"]}


def _looked(data: Data) -> str:
    told = {"name": data["name"], "reason": data["reason"]}
    return _("Somebody of the team looked at your code of “%(name)s”: %(reason)s") % told


def _proposed(data: Data) -> str:
    return _("A name waits for an answer: “%(name)s”.") % {"name": data["name"]}


def _claim(event: db.Row) -> str:
    return f"/account/perks/{event['data']['claim']}"


def _desk(event: db.Row) -> str:
    return f"/team/perks/{event['subject_id']}"


OWN = mark("You get this because you took this perk.")
notices = [
    NoticeKind("perk.back", ("perk.back",), mark("A perk of yours that went back"), _owner, _back, _claim, why=OWN),
    NoticeKind("perk.named", ("perk.named",), mark("A name you gave is taken"), _owner, _named, _claim, why=OWN),
    NoticeKind(
        "perk.looked", ("perk.looked",), mark("The team looked at a code of yours"), _owner, _looked, _claim, why=OWN
    ),
    NoticeKind(
        "perk.proposed",
        ("perk.taken",),
        mark("A name to answer, for a perk you made"),
        _keeper,
        _proposed,
        _desk,
        why=mark("You get this because you made this perk."),
    ),
]
