"""Which tier somebody stands on: pure; by the place of their reach and by good standing, by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

GRACE = timedelta(days=30)
How = Literal["stay", "up", "warn", "spare", "down"]


@dataclass(frozen=True)
class Rung:
    """A tier as the ladder sees it: the first asks for nothing, the others for a place of a hundred."""

    slug: str
    percentile: float


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


def fitting(rungs: Sequence[Rung], percentile: float | None, *, is_good: bool) -> str:
    """The highest tier whose bar is met; who is not reached, or not in good standing, fits the first."""
    if percentile is None or not is_good:
        return rungs[0].slug
    return [rung.slug for rung in rungs if rung.percentile <= percentile or rung is rungs[0]][-1]


def step(rungs: Sequence[Rung], stands: Stands, fits: str, now: datetime, *, grace: timedelta = GRACE) -> Step:
    """Up at once, by as many tiers as fit; down only after a notice, once the grace is over, and never if it fits again."""
    place = {rung.slug: number for number, rung in enumerate(rungs)}
    if place[fits] >= place.get(stands.tier, -1):
        how: How = "up" if fits != stands.tier else "spare" if stands.falls_at else "stay"
        return Step(how, Stands(fits))
    if stands.falls_at is None:
        return Step("warn", Stands(stands.tier, fits, now + grace))
    if stands.falls_at <= now:
        return Step("down", Stands(fits))
    return Step("stay", Stands(stands.tier, fits, stands.falls_at))
