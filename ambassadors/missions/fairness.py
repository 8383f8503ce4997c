"""What a part of a mission is worth when the mission is called off before its end. No I/O."""

from __future__ import annotations


def worth(points: int, *, progress: int, target: int, share: int) -> int:
    """Points for what was begun: the part that was done, or the share in percent that is promised, whichever is more."""
    done = points * min(progress, target) // target if target > 0 else 0
    return max(done, points * share // 100)
