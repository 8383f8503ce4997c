"""A zone's clocks as calendar files describe them (VTIMEZONE, RFC 5545 3.6.5), worked out from the zone itself."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from kernel import i18n

AHEAD = 6
"""Years past the last one asked for: a change of the clocks that comes round in all of them comes round for good."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Turn:
    """The clocks are set from one offset to another; `at` is what they show just before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(256)
def component(name: str, first: int, last: int) -> tuple[str, ...]:
    """The lines of a VTIMEZONE that holds from the year `first` to the year `last`, and on while its rule does."""
    turns = turns_of(i18n.timezone(name), first - 1, last + AHEAD)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *_from_the_start(i18n.timezone(name), first - 1)]
    loose: list[Turn] = []
    for _key, group in groupby(sorted(turns, key=_yearly), key=_yearly):
        kind = list(group)
        rule = _rule(kind, last + AHEAD)
        lines += _lines(kind[0], [rule]) if rule else []
        loose += [] if rule else kind
    for _key, group in groupby(sorted(loose, key=lambda turn: (*_kind(turn), turn.at)), key=_kind):
        kind = list(group)
        lines += _lines(kind[0], [f"RDATE:{','.join(_stamp(turn.at) for turn in kind[1:])}"] if kind[1:] else [])
    return (*lines, "END:VTIMEZONE")


def turns_of(zone: ZoneInfo, first: int, last: int) -> list[Turn]:
    """Every change of the clocks from the year `first` to the end of the year `last`."""
    found: list[Turn] = []
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while day < end:
        later = min(day + timedelta(days=7), end)
        if _offset(zone, day) != _offset(zone, later):
            found.append(_turn(zone, day, later))
        day = later
    return found


def _turn(zone: ZoneInfo, low: datetime, high: datetime) -> Turn:
    """The one change between two moments, to the second."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    local = high.astimezone(zone)
    return Turn((high + before).replace(tzinfo=None), before, _offset(zone, high), _name(local), bool(local.dst()))


def _kind(turn: Turn) -> tuple[object, ...]:
    return (not turn.is_summer, turn.before, turn.after, turn.name)


def _yearly(turn: Turn) -> tuple[object, ...]:
    """Changes that are alike in this may come round by one rule."""
    return (*_kind(turn), turn.at.month, turn.at.time(), turn.at.weekday())


def _from_the_start(zone: ZoneInfo, first: int) -> list[str]:
    """What the clocks showed before any change that is written down."""
    local = datetime(first, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = _offset(zone, local)
    return _lines(Turn(datetime.fromisoformat("1970-01-01"), offset, offset, _name(local), bool(local.dst())), [])


def _rule(turns: Sequence[Turn], last: int) -> str:
    """By which the changes come round every year; empty if there is none."""
    years, week = [turn.at.year for turn in turns], _week(turns)
    if len(turns) < 2 or not week or years != list(range(years[0], years[0] + len(years))):
        return ""
    until = f";UNTIL={_stamp(turns[-1].at - turns[-1].before)}Z" if years[-1] < last else ""
    return f"RRULE:FREQ=YEARLY;BYMONTH={turns[0].at.month};BYDAY={week}{DAYS[turns[0].at.weekday()]}{until}"


def _week(turns: Sequence[Turn]) -> int:
    """Which of its weekday in the month, the same every year, -1 for the last one; 0 if there is no such rule."""
    if all(turn.at.day + 7 > monthrange(turn.at.year, turn.at.month)[1] for turn in turns):
        return -1
    weeks = {(turn.at.day - 1) // 7 + 1 for turn in turns}
    return weeks.pop() if len(weeks) == 1 else 0


def _lines(turn: Turn, more: list[str]) -> list[str]:
    kind = "DAYLIGHT" if turn.is_summer else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{_stamp(turn.at)}",
        f"TZOFFSETFROM:{_signed(turn.before)}",
        f"TZOFFSETTO:{_signed(turn.after)}",
        f"TZNAME:{turn.name}",
        *more,
        f"END:{kind}",
    ]


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _name(local: datetime) -> str:
    return local.tzname() or "UTC"


def _signed(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if offset < timedelta(0) else '+'}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")


def _stamp(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}"
