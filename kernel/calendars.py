"""Calendar files (RFC 5545) for people's own calendars and for invitations by letter (RFC 5546)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from kernel import i18n, zones
from kernel.features import the_house

MEDIA_TYPE = "text/calendar; charset=utf-8"
AGAIN = "PT1H"
WIDEST = 75
"""Octets of a line (RFC 5545, 3.1)."""
_UNSEEN = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Somebody:
    """Who invites, or who is invited and what they said: ACCEPTED, TENTATIVE, NEEDS-ACTION."""

    name: str
    address: str
    said: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing on a calendar. `uid` is a word of its own on this site; a date without an hour lasts whole days.

    With a `zone` hours are written as its clocks show them, else in UTC; an hour without an offset is one of those
    clocks. A `rule` (RRULE) makes it come again, save at the hours in `without`; an entry `instead_of` one of its hours
    takes that one's place under the same `uid`.
    """

    uid: str
    title: str
    starts: datetime | date
    ends: datetime | date | None
    stamp: datetime
    zone: str = ""
    words: str = ""
    place: str = ""
    url: str = ""
    sequence: int | None = None
    is_cancelled: bool = False
    is_open: bool = False
    rule: str = ""
    without: tuple[datetime, ...] = ()
    instead_of: datetime | None = None
    organizer: Somebody | None = None
    attendee: Somebody | None = None


def written(
    entries: Iterable[Entry], *, name: str = "", method: str = "PUBLISH", zone: str = "", about: str = ""
) -> bytes:
    """A calendar file; with `method` REQUEST or CANCEL it is the part of a letter that invites or calls off."""
    told = list(entries)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tandem//Calendar//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
    ]
    if name:
        lines += [f"X-WR-CALNAME:{_text(name)}", f"NAME:{_text(name)}"]
    if about:
        lines.append(f"X-WR-CALDESC:{_text(about)}")
    if zone:
        lines.append(f"X-WR-TIMEZONE:{zone}")
    if method == "PUBLISH":
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}", f"X-PUBLISHED-TTL:{AGAIN}"]
    for used, years in sorted(_years(told).items()):
        lines += zones.component(used, min(years), max(years))
    host = the_house().settings.base_url.partition("://")[2].rstrip("/")
    for entry in told:
        lines += _event(entry, host)
    lines.append("END:VCALENDAR")
    return "\r\n".join([_folded(line) for line in (*lines, "")]).encode()


def _years(entries: Iterable[Entry]) -> dict[str, set[int]]:
    """Zones that the file must describe, each with the years in which it is asked for."""
    found: dict[str, set[int]] = {}
    for entry in entries:
        if entry.zone and isinstance(entry.starts, datetime):
            found.setdefault(entry.zone, set()).add(entry.starts.year)
    return found


def _event(entry: Entry, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_plain(entry.uid)}@{host}"
    yield f"DTSTAMP:{_utc(entry.stamp)}"
    yield f"LAST-MODIFIED:{_utc(entry.stamp)}"
    yield _moment("DTSTART", entry.starts, entry.zone)
    if entry.ends is not None and entry.ends != entry.starts:
        yield _moment("DTEND", entry.ends, entry.zone)
    if entry.rule:
        yield f"RRULE:{_plain(entry.rule)}"
    for moment in entry.without:
        yield _moment("EXDATE", moment, entry.zone)
    if entry.instead_of is not None:
        yield _moment("RECURRENCE-ID", entry.instead_of, entry.zone)
    if entry.sequence is not None:
        yield f"SEQUENCE:{entry.sequence}"
    yield f"SUMMARY:{_text(entry.title)}"
    yield from (
        f"{key}:{_text(value)}" for key, value in (("DESCRIPTION", entry.words), ("LOCATION", entry.place)) if value
    )
    if entry.url:
        yield f"URL:{_plain(entry.url)}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'TENTATIVE' if entry.is_open else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if _is_free(entry) else 'OPAQUE'}"
    if entry.organizer:
        yield f"ORGANIZER;CN={_quoted(entry.organizer.name)}:mailto:{_plain(entry.organizer.address)}"
    if entry.attendee:
        yield _attendee(entry.attendee)
    yield "END:VEVENT"


def _is_free(entry: Entry) -> bool:
    """Whole days and what one has not said yes to leave the hours free."""
    return entry.is_cancelled or entry.is_open or not isinstance(entry.starts, datetime)


def _attendee(guest: Somebody) -> str:
    """Answers are given on the site, so none is asked for by letter (RSVP)."""
    said = f"PARTSTAT={guest.said or 'NEEDS-ACTION'};ROLE=REQ-PARTICIPANT;RSVP=FALSE"
    return f"ATTENDEE;CUTYPE=INDIVIDUAL;{said};CN={_quoted(guest.name or guest.address)}:mailto:{_plain(guest.address)}"


def _moment(key: str, at: datetime | date, zone: str) -> str:
    """In UTC where the zone's clocks show that hour a second time, which a local hour cannot say (RFC 5545, 3.3.5)."""
    if not isinstance(at, datetime):
        return f"{key};VALUE=DATE:{at:%Y%m%d}"
    if not zone:
        return f"{key}:{_utc(at)}"
    local = at.astimezone(_zone(zone)) if at.tzinfo else at
    if local.fold:
        return f"{key}:{_utc(at)}"
    return f"{key};TZID={zone}:{_stamp(local)}"


@cache
def _zone(name: str) -> ZoneInfo:
    return i18n.timezone(name)


def _utc(at: datetime) -> str:
    return f"{_stamp(at.astimezone(UTC))}Z"


def _stamp(at: datetime) -> str:
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}"


def _text(value: str) -> str:
    seen = _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return seen.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _plain(value: str) -> str:
    """A value that is no text: nothing is escaped, and nothing may end the line."""
    return _UNSEEN.sub("", value).replace("\r", "").replace("\n", "")


def _quoted(value: str) -> str:
    """A parameter's value (RFC 6868 for what it may not hold)."""
    return '"' + _plain(value.replace("^", "^^").replace('"', "^'")) + '"'


def _folded(line: str) -> str:
    """Lines of 75 octets, the next ones beginning with a space; no letter is cut in two."""
    if len(line) < WIDEST and line.isascii():
        return line
    data, start, width, parts = line.encode(), 0, WIDEST, []
    while len(data) - start > width:
        end = start + width
        while data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start, width = end, WIDEST - 1
    parts.append(data[start:])
    return b"\r\n ".join(parts).decode()
