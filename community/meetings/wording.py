"""How a meeting's day and hours are said: in the zone of the meeting, and in the reader's own where it differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel import dates

from community.meetings.queries import MeetingCard
from kernel import clock, i18n
from kernel.i18n import gettext as _
from kernel.i18n import ngettext


@dataclass(frozen=True)
class Leaf:
    """The day as it is torn off."""

    weekday: str
    day: int
    month: str


def locale() -> str:
    return "fr_FR" if i18n.language.get() == "fr" else "en_GB"


def leaf(meeting: MeetingCard) -> Leaf:
    local = meeting.begins
    month = dates.format_date(local, "MMM", locale=locale()).rstrip(".")
    return Leaf(dates.format_date(local, "EEEE", locale=locale()), local.day, month)


def day(local: datetime) -> str:
    """« samedi 12 décembre », with the year where it is not this one."""
    form = "EEEE d MMMM" if local.year == clock.today().year else "EEEE d MMMM y"
    said: str = dates.format_date(local, form, locale=locale())
    return said.replace(" 1 ", " 1er ", 1) if i18n.language.get() == "fr" else said


def hour(local: datetime) -> str:
    """« 9 h 30 », "9:30"."""
    if i18n.language.get() != "fr":
        return f"{local.hour}:{local.minute:02}"
    return f"{local.hour}\xa0h\xa0{local.minute:02}" if local.minute else f"{local.hour}\xa0h"


def span(begins: datetime, ends: datetime) -> str:
    """A day with its hours, or both days of a meeting that goes past midnight."""
    told = {"day": day(begins), "from": hour(begins), "until": hour(ends), "last": day(ends)}
    if begins.date() == ends.date() or (ends - begins).total_seconds() < 12 * 3600:
        return _("%(day)s, %(from)s to %(until)s") % told
    return _("%(day)s, %(from)s, to %(last)s, %(until)s") % told


def when(meeting: MeetingCard) -> str:
    """The same as a line of its own begins."""
    said = span(meeting.begins, meeting.ends)
    return said[:1].upper() + said[1:]


def elsewhere(meeting: MeetingCard) -> str:
    """The same in the reader's zone; empty where the clocks there show the same."""
    theirs = i18n.timezone(i18n.zone.get())
    begins, ends = (one.astimezone(theirs).replace(tzinfo=None) for one in (meeting.begins_at, meeting.ends_at))
    return "" if begins == meeting.begins else _("Where you are: %(when)s") % {"when": span(begins, ends)}


def zone_name(zone: str) -> str:
    """A zone as people call it."""
    name: str = dates.get_timezone_name(i18n.timezone(zone), locale=locale())
    return name[:1].upper() + name[1:]


def where(meeting: MeetingCard) -> str:
    """The place, or that it is on screen, or both."""
    if meeting.is_both:
        return _("%(place)s, and on screen") % {"place": meeting.place}
    return meeting.place or _("On screen")


def taken(meeting: MeetingCard) -> str:
    """How many come, of how many that can."""
    told = {"taken": i18n.format_number(meeting.coming), "seats": i18n.format_number(meeting.seats or 0)}
    if meeting.seats is None:
        if not meeting.coming:
            if meeting.is_over:
                return _("Nobody said that they come.")
            return _("Nobody has said yet that they come.")
        if meeting.is_over:
            return ngettext("%(taken)s person said yes.", "%(taken)s people said yes.", meeting.coming) % told
        return ngettext("%(taken)s person comes.", "%(taken)s people come.", meeting.coming) % told
    return ngettext("%(taken)s of %(seats)s place taken.", "%(taken)s of %(seats)s places taken.", meeting.seats) % told


def in_line(meeting: MeetingCard) -> str:
    """How many wait; empty where nobody does, or has anything to wait for."""
    if not meeting.waiting or meeting.is_over:
        return ""
    told = {"count": i18n.format_number(meeting.waiting)}
    return ngettext("%(count)s person waits.", "%(count)s people wait.", meeting.waiting) % told
