"""When meetings that come again begin: rules of RFC 5545 over the hours of a zone. No I/O.

An hour that daylight saving skips is read with the offset before the gap, one that comes twice is the first of the two
(RFC 5545, 3.3.5). A series leaves out the skipped hour and does not count it (3.3.10).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from dateutil.rrule import rrulestr

from kernel.i18n import mark, timezone

REPEATS = {
    "": mark("Once"),
    "weekly": mark("Every week"),
    "fortnightly": mark("Every two weeks"),
    "monthly": mark("Every month, on the same weekday of the same week"),
    "last": mark("Every month, on its last such weekday"),
    "dated": mark("Every month, on the same day"),
    "yearly": mark("Every year"),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"}
_STAMP = "%Y%m%dT%H%M%SZ"
MOST = 3000
"""How far a rule is followed: longer than any series that people keep."""


def moment(local: datetime, zone: str) -> datetime:
    """The moment of an hour as a clock in `zone` shows it."""
    return local.replace(tzinfo=timezone(zone), fold=0).astimezone(UTC)


def is_skipped(local: datetime, zone: str) -> bool:
    """Is it an hour that does not exist, in the night in which clocks go forward?"""
    return moment(local, zone).astimezone(timezone(zone)).replace(tzinfo=None) != local


def is_doubled(local: datetime, zone: str) -> bool:
    """Is it an hour that comes twice, in the night in which clocks go back?"""
    both = [local.replace(tzinfo=timezone(zone), fold=fold).utcoffset() for fold in (0, 1)]
    return both[0] != both[1] and not is_skipped(local, zone)


def rule(repeat: str, begins: datetime, zone: str, *, times: int | None = None, last_on: date | None = None) -> str:
    """The rule of a choice made in the form; empty for a meeting that comes once. `last_on` is a day of the zone."""
    day = _DAYS[begins.weekday()]
    parts = {
        "weekly": "FREQ=WEEKLY",
        "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
        "monthly": f"FREQ=MONTHLY;BYDAY={(begins.day + 6) // 7}{day}",
        "last": f"FREQ=MONTHLY;BYDAY=-1{day}",
        "dated": f"FREQ=MONTHLY;BYMONTHDAY={begins.day}",
        "yearly": "FREQ=YEARLY",
    }.get(repeat, "")
    if not parts:
        return ""
    if times:
        return f"{parts};COUNT={times}"
    return f"{parts};UNTIL={moment(datetime.combine(last_on, time(23, 59, 59)), zone):{_STAMP}}" if last_on else parts


def occurrences(text: str, begins: datetime, zone: str) -> Iterator[datetime]:
    """The hours at which a series begins, in order, the first being its beginning; endless only as far as MOST goes."""
    parts = _read(text)
    times = min(int(parts.pop("COUNT", MOST)), MOST)
    until = parts.pop("UNTIL", "")
    end = datetime.strptime(until, _STAMP).replace(tzinfo=UTC) if until else None
    found = iter(rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=begins))
    real = (local for local in found if not is_skipped(local, zone))
    for _number, local in zip(
        range(times), takewhile(lambda one: end is None or moment(one, zone) <= end, real), strict=False
    ):
        yield local


def is_endless(text: str) -> bool:
    return not {"COUNT", "UNTIL"} & set(_read(text))


def ended_before(text: str, local: datetime, zone: str) -> str:
    """The same rule, over before a beginning."""
    parts = _read(text)
    parts.pop("COUNT", None)
    parts["UNTIL"] = f"{moment(local, zone) - timedelta(seconds=1):{_STAMP}}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def moved(text: str, old: datetime, new: datetime, zone: str, *, gone: int) -> str:
    """The rule of what comes from `old` on, when that one begins at `new`: its weekday follows, `gone` are no longer counted."""
    parts = _read(text)
    if "COUNT" in parts:
        parts["COUNT"] = str(max(int(parts["COUNT"]) - gone, 1))
    if "UNTIL" in parts:
        end = datetime.strptime(parts["UNTIL"], _STAMP).replace(tzinfo=UTC)
        parts["UNTIL"] = f"{end + (moment(new, zone) - moment(old, zone)):{_STAMP}}"
    if old.date() != new.date():
        if "BYMONTHDAY" in parts:
            parts["BYMONTHDAY"] = str(new.day)
        elif parts.get("BYDAY", "").startswith("-1"):
            parts["BYDAY"] = f"-1{_DAYS[new.weekday()]}"
        elif "BYDAY" in parts:
            parts["BYDAY"] = f"{(new.day + 6) // 7}{_DAYS[new.weekday()]}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _read(text: str) -> dict[str, str]:
    """The parts of a rule; only what our own rules are made of."""
    parts = dict(part.split("=", 1) for part in text.split(";") if part)
    if not parts.keys() <= _PARTS or parts.get("FREQ") not in ("WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError(f"not a rule of ours: {text}")
    return parts
