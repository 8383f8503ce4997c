"""Who may report, rule, appeal and judge an appeal, and until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from dateutil.relativedelta import relativedelta

from community.moderation.models import Ruling
from kernel import clock
from kernel.viewer import Viewer

MONTHS = 6
"""How long a ruling may be appealed."""


def may_report(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


def may_moderate(viewer: Viewer) -> bool:
    return viewer.is_manager and not viewer.suspended


def may_rule(viewer: Viewer, author_id: int | None, reporters: Collection[int | None] = ()) -> bool:
    """Nobody rules on what is theirs, nor on what they reported."""
    return may_moderate(viewer) and viewer.id != author_id and viewer.id not in reporters


def may_judge(viewer: Viewer, ruling: Ruling, appellant: int | None, reporters: Collection[int | None]) -> bool:
    """An appeal is decided by somebody else than who ruled, and than whoever the matter touches."""
    return may_rule(viewer, ruling.author_id, reporters) and viewer.id not in (ruling.by_id, appellant)


def may_set_rules(viewer: Viewer) -> bool:
    return viewer.is_admin and not viewer.suspended


def appeal_until(ruled_at: datetime) -> datetime:
    """Six months from the ruling."""
    until: datetime = ruled_at + relativedelta(months=MONTHS)
    return until


def is_in_time(ruled_at: datetime) -> bool:
    return clock.now() <= appeal_until(ruled_at)
