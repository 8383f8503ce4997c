"""Who hears of what: applicants, invited members, ambassadors, and the team where something waits for it."""

from __future__ import annotations

from datetime import datetime

from community.inbox.registry import Data, NoticeKind
from community.people import queries as people
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import STAFF

MINE = "/ambassadors/mine"


async def _person(event: db.Row) -> list[int]:
    return [event["subject_id"]]


async def _team(event: db.Row) -> list[int]:
    return await people.people_of(STAFF) or []


async def _team_of_leaving(event: db.Row) -> list[int]:
    """Who left for the team is not news to it."""
    return await _team(event) if event["data"].get("name") else []


async def _all(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT current_for AS id FROM programme_enrolment WHERE current_for IS NOT NULL ORDER BY 1")
    return [row["id"] for row in rows]


def _day(data: Data) -> str:
    return i18n.format_date(datetime.fromisoformat(str(data["day"])))


def _joined(data: Data) -> str:
    return _("Two of the team have read your application: you are an ambassador. Welcome.")


def _declined(data: Data) -> str:
    return _("Two of the team have read your application, and say no for now.")


def _invited(data: Data) -> str:
    return _("You are invited to become an ambassador; the page says what the invitation goes by.")


def _moved(data: Data) -> str:
    return _(MOVES[str(data["now"])]) % {"day": _day(data) if data.get("day") else ""}


MOVES = {
    "rose": mark("You have come up to a higher tier of the programme."),
    "warned": mark("Your tier no longer fits; you keep it until %(day)s, and for good if it fits again by then."),
    "spared": mark("Your tier fits again: it stays yours."),
    "fell": mark("You have moved to the tier that fits; nothing you earned is lost."),
}


def _ended(data: Data) -> str:
    return _("The team has ended your part in the programme, for the reason below.")


def _changed(data: Data) -> str:
    return _("What the tiers of the programme ask for or give changes on %(day)s.") % {"day": _day(data)}


def _terms(data: Data) -> str:
    return _("The programme has new terms from %(day)s: read them, and agree or retire.") % {"day": _day(data)}


def _applied(data: Data) -> str:
    return _("%(name)s asks to become an ambassador.") % {"name": data.get("name", "")}


def _retired(data: Data) -> str:
    return _("%(name)s has left the programme.") % {"name": data.get("name", "")}


BELONG = mark("You get this because you belong to the programme of ambassadors.")
ASKED = mark("You get this because you applied or were invited.")
RUN = mark("You get this because you are of the team that runs the programme.")
notices = [
    NoticeKind(
        "ambassador.answer",
        ("ambassador.accepted", "ambassador.declined"),
        mark("The answer to your application as ambassador"),
        _person,
        lambda data: _joined(data) if data.get("is_in") else _declined(data),
        lambda event: MINE,
        why=ASKED,
    ),
    NoticeKind(
        "ambassador.invited",
        ("ambassador.invited",),
        mark("An invitation to become an ambassador"),
        _person,
        _invited,
        lambda event: "/ambassadors/apply",
        verb=mark("Read why"),
        why=mark("You get this because of what others did after your words; no person chose this."),
    ),
    NoticeKind(
        "ambassador.tier",
        ("ambassador.rose", "ambassador.warned", "ambassador.spared", "ambassador.fell"),
        mark("A change of your tier as ambassador"),
        _person,
        _moved,
        lambda event: MINE,
        verb=mark("See your part"),
        why=BELONG,
    ),
    NoticeKind(
        "ambassador.ended",
        ("ambassador.ended",),
        mark("The end of your part as ambassador"),
        _person,
        _ended,
        lambda event: MINE,
        why=BELONG,
    ),
    NoticeKind(
        "programme.terms",
        ("programme.terms",),
        mark("New terms of the programme of ambassadors"),
        _all,
        _terms,
        lambda event: f"/ambassadors/terms/{event['subject_id']}",
        why=BELONG,
    ),
    NoticeKind(
        "programme.changed",
        ("programme.changed",),
        mark("A change of the tiers of the programme"),
        _all,
        _changed,
        lambda event: "/ambassadors#tiers",
        why=BELONG,
    ),
    NoticeKind(
        "ambassador.applied",
        ("ambassador.applied",),
        mark("Somebody applies as ambassador (for the team)"),
        _team,
        _applied,
        lambda event: f"/ambassadors/desk/{event['subject_id']}",
        default_mail=False,
        why=RUN,
    ),
    NoticeKind(
        "ambassador.retired",
        ("ambassador.retired",),
        mark("An ambassador leaves (for the team)"),
        _team_of_leaving,
        _retired,
        lambda event: "/ambassadors/desk/people",
        default_mail=False,
        why=RUN,
    ),
]
