"""How a royalty is shared along the chain of remixes, to the last cent: the parts always add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WHOLE = 10_000
"""Rates and shares are in basis points: 10,000 are everything."""


@dataclass(frozen=True)
class Link:
    """A design of the chain: whose it is, and what part of its earnings goes on to the design it started from."""

    design: int
    person: int
    passes_on: int = 0


def royalty(amount: int, rate: int) -> int:
    """What a sale of `amount` minor units earns at `rate` basis points, halves rounded up and away from nothing."""
    earned = abs(amount) * rate
    return (1 if amount >= 0 else -1) * ((2 * earned + WHOLE) // (2 * WHOLE))


def split(amount: int, chain: Sequence[Link]) -> list[int]:
    """The part of each link in minor units, the sold design first and what it started from behind it.

    Each passes on its share of what reaches it, the last keeps the rest. Parts are rounded down and the cents that are
    left go to the largest remainders, the earlier link first (method of Hamilton), so that they add up to `amount`.
    """
    if not chain:
        raise ValueError("a chain has at least one design")
    exact, left = [], Fraction(abs(amount))
    for link in chain[:-1]:
        passed = left * Fraction(link.passes_on, WHOLE)
        exact.append(left - passed)
        left = passed
    exact.append(left)
    parts = [int(part) for part in exact]
    rest = abs(amount) - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_remainder[:rest]:
        parts[n] += 1
    return parts if amount >= 0 else [-part for part in parts]
