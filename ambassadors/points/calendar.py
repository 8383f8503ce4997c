"""Months of the brand's zone: by which budgets are published, and with which points end."""

from __future__ import annotations

from datetime import UTC, date, datetime

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
