"""Moments as other tools write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

FORMATS = (
    *("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    *("%d.%m.%Y %H:%M", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d %b, %Y"),
    *("%B %d, %Y %H:%M", "%b %d, %Y %H:%M", "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p", "%d-%b-%Y", "%d-%b-%y"),
    *("%a, %d %b %Y %H:%M:%S", "%a %b %d %Y %H:%M:%S"),
)
_ZONE = re.compile(r"(?<!\s)\s*+(?:UTC|GMT|Z|\([^()]*+\))\s*+$", re.IGNORECASE)
_OFFSET = re.compile(r"\s(?:GMT|UTC)?([+-]\d{2}):?(\d{2})$")
_SLASHES = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
EARLIEST, LATEST = 1970, 9998


def read(cell: str, *, month_first: bool = False) -> datetime | None:
    """The moment that a cell names, in UTC; None when it names none. `month_first` is how 03/04/2025 is read."""
    typed = cell.strip()[:60]
    found = _iso(typed) or _number(typed) or _slashes(typed, month_first=month_first) or _worded(typed)
    if found is None or not EARLIEST <= found.year <= LATEST:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def is_month_first(cells: list[str]) -> bool:
    """Whether dates with slashes can only be read with the month first, one of them proving it."""
    days = [found for cell in cells if (found := _SLASHES.fullmatch(cell.strip()[:60]))]
    return any(int(day[2]) > 12 for day in days) and not any(int(day[1]) > 12 for day in days)


def _iso(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed) if len(typed) >= 10 and typed[4] == "-" else None
    except ValueError:
        return None


def _number(typed: str) -> datetime | None:
    """Seconds or thousandths since 1970."""
    if not _NUMBER.fullmatch(typed):
        return None
    value = float(typed)
    return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)


def _slashes(typed: str, *, month_first: bool) -> datetime | None:
    found = _SLASHES.fullmatch(typed)
    if not found:
        return None
    first, second, year = (int(part) for part in found.group(1, 2, 3))
    day, month = (second, first) if month_first else (first, second)
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    if found[7]:
        hour = hour % 12 + (12 if found[7].upper() == "PM" else 0)
    try:
        return datetime(year + 2000 if year < 100 else year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _worded(typed: str) -> datetime | None:
    offset = _OFFSET.search(typed.split("(")[0].strip())
    bare = _OFFSET.sub("", typed.split("(")[0].strip()) if offset else _ZONE.sub("", typed)
    zone = f"{offset[1]}{offset[2]}" if offset else "+0000"
    for shape in FORMATS:
        try:
            return datetime.strptime(f"{bare} {zone}", f"{shape} %z")
        except ValueError:
            continue
    return None
