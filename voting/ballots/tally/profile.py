"""What a tally reads and what it says. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.int64]
Mask = NDArray[np.bool_]
Number = int | float
Key = tuple[Number | Fraction, ...]
LOT = "lot"
"""What parts two options that the method and its own rules leave equal: the order drawn before the ballot opened."""


@dataclass(frozen=True)
class Ballots:
    """Ballots over options, alike ones counted together.

    `table` has a row for each different ballot and a column for each option: marks (0 where there is none) or ranks (1 the
    best, 0 for what was not ranked); `counts` says how many cast each. `lots[i]` is the place of option i in the order that
    parts equals; the lower is preferred.
    """

    options: tuple[str, ...]
    table: Table
    counts: Table
    lots: tuple[int, ...]

    @property
    def cast(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class Round:
    """One step of a count: what each option then had (None once it is out of it), and what followed."""

    kind: str
    totals: tuple[Number | None, ...]
    elected: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    parted_by: str = ""
    about: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """Who won, every option from best to worst as far as the method says it, and how that came about."""

    winners: tuple[int, ...]
    order: tuple[int, ...]
    rounds: tuple[Round, ...]
    details: Mapping[str, Any] = field(default_factory=dict)


def gathered(options: Sequence[str], rows: Sequence[Sequence[int]], lots: Sequence[int] | None = None) -> Ballots:
    """Ballots from one row for each voter, in the order of the options."""
    table = np.asarray(rows, np.int64).reshape(len(rows), len(options))
    different, counts = np.unique(table, axis=0, return_counts=True) if len(rows) else (table, np.zeros(0, np.int64))
    return Ballots(tuple(options), different, counts.astype(np.int64), tuple(lots or range(len(options))))


def weighed(options: Sequence[str], rows: Sequence[tuple[int, Sequence[int]]]) -> Ballots:
    """Ballots from rows that each say how many cast them; the options are in the order of their lots."""
    table = np.asarray([row for _count, row in rows], np.int64).reshape(len(rows), len(options))
    counts = np.asarray([count for count, _row in rows], np.int64)
    return Ballots(tuple(options), table, counts, tuple(range(len(options))))


def ordered(keys: Sequence[Key], lots: Sequence[int]) -> tuple[int, ...]:
    """Options from the highest key to the lowest, equals by lot."""
    return tuple(sorted(range(len(keys)), key=lambda option: (*(-part for part in keys[option]), lots[option])))


def parting(keys: Sequence[Key], order: Sequence[int], seats: int, names: Sequence[str]) -> str:
    """What parted the last that won from the first that did not: nothing but the count itself, one of `names`, or the lot."""
    if not 0 < seats < len(order):
        return ""
    last, first = keys[order[seats - 1]], keys[order[seats]]
    differs = next((place for place, (one, other) in enumerate(zip(last, first, strict=True)) if one != other), None)
    if differs is None:
        return LOT
    return ("", *names)[differs]
