"""Who casts for whom, and for how many at most. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEAST, MOST, PART = 2, 5, 10
"""A member carries at most a tenth of the club's votes, never more than five, and two in however small a club."""


@dataclass(frozen=True)
class Given:
    """That one gives their vote to another: for one ballot alone (`only`), or for each (0)."""

    giver: int
    holder: int
    only: int = 0


def limit(members: int) -> int:
    """How many votes one member of a club of so many may carry beside their own."""
    return min(MOST, max(LEAST, members // PART))


def holders(given: Iterable[Given], ballot: int) -> dict[int, int]:
    """Giver to holder at a ballot: what was given for it alone goes before what was given for each.

    A vote is never handed on: whoever carries others' and does not vote casts nothing for them, through nobody else either.
    """
    counted = sorted((one for one in given if one.only in (0, ballot)), key=lambda one: one.only)
    return {one.giver: one.holder for one in counted}
