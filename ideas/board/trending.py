"""The order "trending": a score that is stored and indexed, because time alone never changes who stands above whom."""

from __future__ import annotations

from datetime import UTC, datetime
from math import log10

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
TENFOLD = 14 * 86_400
COMMENT = 0.5


def score(supporters: int, comments: int, created_at: datetime) -> float:
    """log10(max(1, supporters + comments / 2)) + seconds since 2020 / 1,209,600.

    Ten times as much support weighs as much as being proposed fourteen days later. The shape is that of Reddit's
    `hot` (reddit/r2, lib/db/_sorts.pyx: log10 of the votes + seconds / 45000); the span is ours. The score is finite
    for any counts, and `created_at` must know its zone.
    """
    age = (created_at - EPOCH).total_seconds()
    return log10(max(1.0, supporters + COMMENT * comments)) + age / TENFOLD
