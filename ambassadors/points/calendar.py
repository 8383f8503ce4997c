"""Months of the brand's zone: by which budgets are published, and with which points end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ambassadors.points.settings import PointSettings
from kernel import clock, i18n
from kernel.features import the_house


def this_month() -> date:
    """The month that it is where the brand is, by its first day."""
    return clock.today().replace(day=1)


def later(first: date, months: int) -> date:
    """The month so many after; before, where they are below nothing."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def begins(first: date) -> datetime:
    """When a month begins in the brand's zone."""
    zone = i18n.timezone(the_house().settings.zone)
    return datetime(first.year, first.month, 1, tzinfo=zone).astimezone(UTC)


def ends() -> datetime:
    """When points that come now will end: with a month."""
    return begins(later(this_month(), PointSettings().point_months + 1))


def end_after(moment: datetime) -> datetime:
    """The end of the month in which a moment lies."""
    zone = i18n.timezone(the_house().settings.zone)
    return begins(later(moment.astimezone(zone).date().replace(day=1), 1))


def last_day(ends_at: datetime) -> date:
    """The last day on which points that end at a moment may be spent."""
    zone = i18n.timezone(the_house().settings.zone)
    return (ends_at - timedelta(seconds=1)).astimezone(zone).date()


def month_of(text: str) -> date | None:
    """`2026-11` as its first day; None for anything else."""
    try:
        found = date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None
