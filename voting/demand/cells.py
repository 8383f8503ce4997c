"""Joining what is too thin to carry a weight: categories of a classification, and cells of the doubt band."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voting.demand.raking import Margin

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

THIN = 5
"""Fewest voices of a category of a margin; with fewer, a bootstrap draw may easily hold none."""
THIN_CELL = 20
"""Fewest voices of a cell of the doubt band: f is curved, so a share out of few voices is biased."""


@dataclass(frozen=True)
class Classification:
    """How voices `(n,)` and the whole base (customers per category) fall into the categories named by `labels`.

    `ordered` categories (tenure, worth band) are joined with a neighbour, others with the thinnest.
    """

    name: str
    labels: tuple[str, ...]
    codes: Ints
    base: Floats
    ordered: bool = False


@dataclass(frozen=True)
class Joined:
    """A message: these categories of a classification count as one, because one alone held too few voices."""

    classification: str
    labels: tuple[str, ...]
    voices: int


def join_thin(given: Classification, counts: Floats, *, least: int = THIN) -> tuple[Margin, tuple[Joined, ...]]:
    """The margin to rake to, its categories joined until each holds `least` voices (or one is left), and what was said.

    `counts` `(n,)` is how many voices each row stands for. Categories without voices and customers are left out.
    """
    voices = np.bincount(given.codes, weights=counts, minlength=len(given.labels)).astype(float)
    groups = [[index] for index in range(len(given.labels)) if voices[index] > 0 or given.base[index] > 0]
    while len(groups) > 1:
        held = [(float(voices[group].sum()), float(given.base[group].sum())) for group in groups]
        thin = min(range(len(groups)), key=lambda index: (held[index][1] > 0, held[index]))
        if held[thin][0] >= least and held[thin][1] > 0:
            break
        other = _partner(thin, held, ordered=given.ordered)
        groups[min(thin, other)] = sorted(groups[thin] + groups[other])
        del groups[max(thin, other)]
    return _margin(given, groups), tuple(
        Joined(given.name, tuple(given.labels[index] for index in group), int(voices[group].sum()))
        for group in groups
        if len(group) > 1
    )


def _partner(thin: int, held: Sequence[tuple[float, float]], *, ordered: bool) -> int:
    others = [index for index in range(len(held)) if index != thin and (not ordered or abs(index - thin) == 1)]
    return min(others, key=lambda index: held[index])


def _margin(given: Classification, groups: Sequence[Sequence[int]]) -> Margin:
    new = np.zeros(len(given.labels), dtype=np.int64)
    for code, group in enumerate(groups):
        new[list(group)] = code
    targets = np.array([float(given.base[list(group)].sum()) for group in groups])
    return Margin(new[given.codes], targets)


def join_line(counts: Floats, *, least: int = THIN_CELL) -> Ints:
    """Group numbers `(cells,)`, ascending, of cells in a row joined until each group holds `least` voices.

    The thinnest group joins the thinner of its neighbours, the earlier one on a tie; one group may remain below.
    """
    sizes = [float(count) for count in counts]
    spans = [1] * len(sizes)
    while len(sizes) > 1 and min(sizes) < least:
        thin = sizes.index(min(sizes))
        sides = [side for side in (thin - 1, thin + 1) if 0 <= side < len(sizes)]
        other = min(sides, key=lambda side: sizes[side])
        first = min(thin, other)
        sizes[first : first + 2] = [sizes[thin] + sizes[other]]
        spans[first : first + 2] = [spans[first] + spans[first + 1]]
    return np.repeat(np.arange(len(spans)), spans)
