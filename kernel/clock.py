"""The one place that asks what time it is, so that tests and the demo can say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The current moment, in UTC."""
    moment = _set.get()
    return moment.astimezone(UTC) if moment else datetime.now(UTC)


def today() -> date:
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`: the demo tells its past with it, tests their stories."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
