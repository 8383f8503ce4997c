"""Who hears of points: whose they are, and of a budget that runs low the product team."""

from __future__ import annotations

from datetime import date, datetime

from ambassadors.points import calendar
from ambassadors.points.registry import earning
from community.inbox.registry import Data, NoticeKind
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

WHY = mark("You get this because you have points.")
TEAM_WHY = mark("You get this because you answer for the product team.")


async def _person(event: db.Row) -> list[int]:
    return [event["subject_id"]]


async def _team(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT id FROM person WHERE role IN ('editor', 'admin') AND is_claimed = ? ORDER BY id", True)
    return [row["id"] for row in rows]


def points(count: int) -> str:
    """So many, in words."""
    return ngettext("%(shown)s point", "%(shown)s points", count) % {"shown": i18n.format_number(count)}


def _told(data: Data) -> dict[str, str]:
    found = earning(str(data.get("earning", "")))
    amounts = {name: points(int(data.get(name, 0))) for name in ("amount", "due", "owed", "settled", "left")}
    return {**amounts, "what": _(found.label) if found else ""}


def _awarded(data: Data) -> str:
    line = _("%(what)s: %(amount)s for you.") % _told(data)
    settled = _("Of these %(settled)s set off against what was taken back.") % _told(data)
    return f"{line} {settled}" if data.get("settled") else line


def _short(data: Data) -> str:
    if data.get("amount"):
        return _(
            "%(what)s: %(due)s by the rule, but the month’s points were nearly used up: you got what was left."
        ) % _told(data)
    return _(
        "%(what)s: %(due)s by the rule, but the month’s points are used up. You get none for it, now or later."
    ) % _told(data)


def _reversed(data: Data) -> str:
    line = _("%(what)s: %(amount)s taken back.") % _told(data)
    owed = _("You had spent some already; they are set off against what you earn next, and there is nothing to pay.")
    return f"{line} {owed}" if data.get("owed") else line


def _ending(data: Data) -> str:
    day = i18n.format_date(calendar.last_day(datetime.fromisoformat(str(data["until"]))))
    return _("%(amount)s to spend before the end of %(day)s.") % {"amount": points(int(data["amount"])), "day": day}


def _ended(data: Data) -> str:
    return _("The time to spend %(amount)s is over.") % _told(data)


def _low(data: Data) -> str:
    month = i18n.format_date(date.fromisoformat(f"{data['month']}-01"), "MMMM y")
    return _("Left of the points of %(month)s: %(left)s.") % {**_told(data), "month": month}


def _statement(event: db.Row) -> str:
    return f"/account/points?month={event['at']:%Y-%m}"


notices = [
    NoticeKind(
        "points.mine",
        ("points.awarded",),
        mark("Points for you"),
        _person,
        _awarded,
        _statement,
        default_mail=False,
        verb=mark("See your points"),
        why=WHY,
    ),
    NoticeKind(
        "points.short",
        ("points.short",),
        mark("Points that a rule would have given, had the month’s not been used up"),
        _person,
        _short,
        _statement,
        default_mail=False,
        verb=mark("See your points"),
        why=WHY,
    ),
    NoticeKind(
        "points.back",
        ("points.reversed",),
        mark("Points that are taken back"),
        _person,
        _reversed,
        _statement,
        verb=mark("See your points"),
        why=WHY,
    ),
    NoticeKind(
        "points.ending",
        ("points.ending",),
        mark("Points that end soon"),
        _person,
        _ending,
        lambda event: "/account/points",
        verb=mark("See your points"),
        why=WHY,
    ),
    NoticeKind(
        "points.ended",
        ("points.ended",),
        mark("Points that have ended"),
        _person,
        _ended,
        _statement,
        default_mail=False,
        verb=mark("See your points"),
        why=WHY,
    ),
    NoticeKind(
        "points.low",
        ("points.low",),
        mark("A month’s points are nearly given"),
        _team,
        _low,
        lambda event: "/team/points",
        verb=mark("See the budget"),
        why=TEAM_WHY,
    ),
]
