"""The few fixed figures of the score, for those who tell of it without reckoning."""

from __future__ import annotations

DAMPING = 0.85
"""The chance that a walk goes on at a step."""
BANDS = ("near", "heard", "far", "farthest")
FROM = (0.0, 50.0, 80.0, 95.0)
"""The places of a hundred, among the trusted who are reached, from which each band holds."""
