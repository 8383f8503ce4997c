"""Which tier somebody stands on: pure; by the place of their reach and by good standing, by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

How = Literal["stay", "up", "warn", "spare", "down"]


@dataclass(frozen=True)
class Rung:
    """A tier as the ladder sees it: the first asks for nothing, the others for a place of a hundred."""

    slug: str
    percentile: float


@dataclass(frozen=True)
class Place:
    """Somebody's place of a hundred among those reached; `high` is the upper end of its 95 %."""

    percentile: float
    high: float


@dataclass(frozen=True)
class Stands:
    """Where somebody stands, and what they were told: that they go down to `falls_to` at `falls_at`."""

    tier: str
    falls_to: str = ""
    falls_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """What follows from a reckoning, and where somebody stands after it."""

    how: How
    stands: Stands


def fitting(rungs: Sequence[Rung], percentile: float | None, *, is_good: bool) -> int:
    """The number of the highest tier whose bar is met; who is not reached, or not in good standing, fits the first."""
    if percentile is None or not is_good:
        return 0
    return max((number for number, rung in enumerate(rungs) if rung.percentile <= percentile), default=0)


def step(
    rungs: Sequence[Rung], stands: Stands, place: Place | None, *, is_good: bool, now: datetime, grace: timedelta
) -> Step:
    """Up at once, by as many tiers as fit; down only after a notice and once the grace is over, unless it fits again.

    To come up the place itself must meet the bar; to go down its upper end must miss it, so that chance moves nobody. A
    tier that is no more is left at once for the one that fits.
    """
    numbers = {rung.slug: number for number, rung in enumerate(rungs)}
    fits = fitting(rungs, place.percentile if place else None, is_good=is_good)
    if stands.tier not in numbers:
        return Step("up", Stands(rungs[fits].slug))
    holds = fitting(rungs, place.high if place else None, is_good=is_good)
    on = numbers[stands.tier]
    if fits > on:
        return Step("up", Stands(rungs[fits].slug))
    if holds >= on:
        return Step("spare" if stands.falls_at else "stay", Stands(stands.tier))
    return _falling(stands, rungs[holds].slug, now, grace)


def _falling(stands: Stands, to: str, now: datetime, grace: timedelta) -> Step:
    if stands.falls_at is None:
        return Step("warn", Stands(stands.tier, to, now + grace))
    if stands.falls_at <= now:
        return Step("down", Stands(to))
    return Step("stay", Stands(stands.tier, to, stands.falls_at))
