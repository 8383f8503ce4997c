"""The one place that asks what time it is, so that tests and the demo can say; days are those of the brand's zone."""

from __future__ import annotations

import time as system
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)
_zone = ZoneInfo("UTC")
_until = 0.0
_number = 0


def live_in(zone: str) -> None:
    """Days begin and end at midnight of `zone` from now on."""
    global _zone, _until
    _zone, _until = ZoneInfo(zone), 0.0


def now() -> datetime:
    """The current moment, in UTC."""
    moment = _set.get()
    return moment.astimezone(UTC) if moment else datetime.now(UTC)


def told() -> datetime | None:
    """The moment that a block was told it is, None where the time is the real one."""
    moment = _set.get()
    return moment.astimezone(UTC) if moment else None


def today() -> date:
    """The day it is where the brand is."""
    return now().astimezone(_zone).date()


def day_number() -> int:
    """Today as a number that grows by one at the brand's midnight; asked before every page, so worked out once a day."""
    global _until, _number
    if _set.get() is not None:
        return today().toordinal()
    if not _until - 86_400 * 2 < system.time() < _until:
        day = today()
        _until = datetime.combine(day + timedelta(days=1), time(), _zone).timestamp()
        _number = day.toordinal()
    return _number


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`: the demo tells its past with it, tests their stories."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
