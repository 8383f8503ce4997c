"""What may be typed in about meetings, and what is said when it is wrong."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from community.meetings import recurrence
from community.meetings.details import Details
from community.people.forms import zones
from kernel import clock, i18n
from kernel.forms import Email, Filled, Form, Line, Optional, Text, at_most, wrong
from kernel.i18n import gettext as _
from kernel.i18n import mark

LONGEST = 20_000
MOST_GUESTS = 10
MOST_SEATS = 100_000
MOST_TIMES = 500


def _words(value: str) -> str:
    if not value:
        raise wrong(mark("This is missing."))
    return value


def _day(value: Any) -> Any:
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value or "").strip())
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise wrong(mark("A date is needed, such as 2026-11-30."))
    return found


def _hour(value: Any) -> Any:
    try:
        found = value if isinstance(value, time) else time.fromisoformat(str(value or "").strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo:
        raise wrong(mark("An hour is needed, such as 18:30."))
    return found.replace(second=0, microsecond=0)


def _zone(value: str) -> str:
    if value not in zones() and value != "UTC":
        raise wrong(mark("Choose one of the list."))
    return value


def _link(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = not value or (parts.scheme in ("http", "https") and bool(parts.hostname))
    except ValueError:
        good = False
    if not good or any(c.isspace() or c in '<>"\\' for c in value):
        raise wrong(mark("An address begins with https:// and names a host."))
    return value


Link = Annotated[Line, at_most(500), AfterValidator(_link)]
Day = Annotated[date | None, BeforeValidator(_day)]
Hour = Annotated[time | None, BeforeValidator(_hour)]
Guests = Annotated[int, BeforeValidator(lambda value: 0 if value == "" else value), Field(ge=0, le=MOST_GUESTS)]
LastDay = Annotated[date | None, BeforeValidator(lambda value: _day(value) if value else None)]


class MeetingForm(Form):
    """A meeting as its host types it: hours of `zone`, over past midnight where they end before they begin."""

    title: Annotated[Line, AfterValidator(_words), at_most(160)] = Field("", validate_default=True)
    body: Annotated[Text, at_most(LONGEST)] = ""
    day: Day = Field(None, validate_default=True)
    starts: Hour = Field(None, validate_default=True)
    stops: Hour = Field(None, validate_default=True)
    zone: Annotated[Line, AfterValidator(_zone)] = Field("", validate_default=True)
    repeat: Literal["", "weekly", "fortnightly", "monthly", "last", "dated", "yearly"] = ""
    times: Annotated[Annotated[int, Field(ge=1, le=MOST_TIMES)] | None, Optional] = None
    last_on: LastDay = None
    place: Annotated[Line, at_most(200)] = ""
    link: Link = ""
    cost: Annotated[Line, at_most(300)] = ""
    audience: Line = "members"
    seats: Annotated[Annotated[int, Field(ge=1, le=MOST_SEATS)] | None, Optional] = None
    most_guests: Guests = 0
    takes_strangers: bool = False
    is_link_open: bool = False
    scope: Literal["one", "following"] = "one"

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.day or date.min, self.starts or time())

    @property
    def ends(self) -> datetime:
        end = datetime.combine(self.day or date.min, self.stops or time())
        return end if end > self.begins else end + timedelta(days=1)

    @property
    def rule(self) -> str:
        return recurrence.rule(self.repeat, self.begins, self.zone, times=self.times, last_on=self.last_on)

    def details(self) -> Details:
        given = {name: getattr(self, name) for name in Details.__dataclass_fields__}
        return Details(**given)


class ReplyForm(Form):
    """What somebody answers; `screen` is a yes from elsewhere."""

    answer: Literal["yes", "screen", "maybe", "no"]
    guests: Guests = 0
    note: Annotated[Line, at_most(300)] = ""


class VisitForm(ReplyForm):
    """The same from somebody without an account."""

    name: Annotated[Line, AfterValidator(_words), at_most(80)] = Field("", validate_default=True)
    email: Email


class CallOffForm(Form):
    """Why a meeting does not take place."""

    reason: Annotated[Line, AfterValidator(_words), at_most(300)] = Field("", validate_default=True)
    scope: Literal["one", "following"] = "one"


class CodeForm(Form):
    """A code said at the door."""

    code: Annotated[Line, at_most(40)] = ""


def check_meeting(filled: Filled[MeetingForm], *, held: Details | None = None, audiences: set[str]) -> None:
    """What one field alone cannot tell: hours that exist and are to come, a place to be, a group there is."""
    if filled.data is None:
        return
    typed = filled.data
    if typed.audience not in audiences:
        filled.refuse("audience", _("Choose one of the list."))
    if not typed.place and not typed.link:
        filled.refuse("place", _("Say where: a place, an address on screen, or both."))
    for name, local in (("starts", typed.begins), ("stops", typed.ends)):
        if recurrence.is_skipped(local, typed.zone):
            filled.refuse(name, _skipped(local, typed.zone))
    is_moved = held is None or (held.begins, held.zone) != (typed.begins, typed.zone)
    if is_moved and recurrence.moment(typed.begins, typed.zone) <= clock.now():
        filled.refuse("day", _("This must be still to come."))
    if typed.repeat and typed.last_on and typed.day and typed.last_on < typed.day:
        filled.refuse("last_on", _("It must come after the first day."))


def _skipped(local: datetime, zone: str) -> str:
    there = recurrence.moment(local, zone).astimezone(i18n.timezone(zone))
    return _("Clocks go forward that night: there is no such hour. %(hour)s is the next that exists.") % {
        "hour": f"{there:%H:%M}"
    }
