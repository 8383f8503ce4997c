"""Targets as teams write them, and the last day each means: `2027 Q1`, `2027-03`, `2027-03-15` or `2027`."""

from __future__ import annotations

import calendar
import re
from datetime import date

LAST_YEAR = 9999
"""No target lies in it: a calendar needs the day after."""
_QUARTER = re.compile(r"(?:(\d{4})[ -]?[QT]([1-4])|[QT]([1-4])[ -](\d{4}))", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def last_day(target: str) -> date | None:
    """The last day of what a target names; None for words that name no time."""
    target = target.strip()
    if found := _QUARTER.fullmatch(target):
        year, quarter = int(found[1] or found[4]), int(found[2] or found[3])
        return _end(year, quarter * 3)
    if found := _DAY.fullmatch(target):
        year, month = int(found[1]), int(found[2] or 12)
        return _day(year, month, int(found[3])) if found[3] else _end(year, month)
    return None


def quarter(day: date) -> str:
    """The quarter of a day, as a target."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def _end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= year < LAST_YEAR:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    last = _end(year, month)
    return date(year, month, day) if last and 1 <= day <= last.day else None
