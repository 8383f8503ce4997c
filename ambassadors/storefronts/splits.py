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
    stays, left = [], Fraction(1)
    for link in chain[:-1]:
        passed = left * Fraction(link.passes_on, WHOLE)
        stays.append(left - passed)
        left = passed
    stays.append(left)
    sign = 1 if amount >= 0 else -1
    return [sign * part for part in apportioned(abs(amount), stays)]


def apportioned(amount: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Minor units shared in proportion: rounded down, what is left to the largest remainders, the earlier first."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [amount * Fraction(weight) / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_remainder[: amount - sum(parts)]:
        parts[n] += 1
    return parts


def taken_back(earned: int, stands: Sequence[int], amount: int, back: int) -> list[int]:
    """What each part that `stands` loses when `back` in all of an order's `amount`, which `earned` so much, is given back.

    The whole loses its proportion, halves up, less what it lost before; the parts share that in proportion to what is left
    of them. None is ever given more than it lost, nor falls below nothing, and with all of the amount all of them are gone.
    """
    due = (2 * earned * back + amount) // (2 * amount) if amount else 0
    return apportioned(max(0, due - earned + sum(stands)), stands)


def of_pieces(amount: int, pieces: int, back: int) -> int:
    """What `back` of so many pieces cost: in proportion, halves up; the last of them whatever is left."""
    return (2 * amount * back + pieces) // (2 * pieces)
