"""The share of all customers that would support an idea, estimated from those who spoke up on its board.

A *voice* is a customer that did anything on the board in the window; it wants an idea if it holds a valid support for
it. Voices, their raked weights and the bootstrap draws with re-raking are made once per board and serve all its ideas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voting.demand.bands import FEW, READIEST, discount_readiness, percentile_ends, wilson
from voting.demand.cells import Classification, Joined, join_line, join_thin
from voting.demand.raking import Margin, effective_number, misfit, rake, rake_trimmed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Whole = NDArray[np.integer]

FEWEST_VOICES = 30
FEWEST_EFFECTIVE = 15.0
DRAWS = 200
PAIRS_AT_ONCE = 2_000
"""Supports worked on at once: with 200 draws they stay in a processor's cache."""


@dataclass(frozen=True)
class Refusal:
    """Why no share is given: `few_voices` (under 30), `few_effective` (Kish under 15) or `no_customers`."""

    reason: str
    voices: int
    effective: float = 0.0


@dataclass(frozen=True)
class Panel:
    """The voices of a board, ready to be asked about any of its ideas.

    `counts` `(n,)`: how many voices a row stands for (1 unless identical ones were given as one). `weights` `(n,)`:
    customers that one voice of the row speaks for, so that counts @ weights is the base. `draws` `(draws, n)`: the
    whole weight of each row in each bootstrap draw. `band` `(n,)`: the row's cell of the doubt band. `misfit`: how far
    the weights are from a margin, relatively, after trimming. `joined`: which categories had to be put together.
    """

    counts: Floats
    weights: Floats
    draws: Floats
    band: Ints
    voices: int
    base: float
    effective: float
    misfit: float
    joined: tuple[Joined, ...]


@dataclass(frozen=True)
class Shares:
    """Per idea `(ideas,)`: its share of the base, the ends of the 95 % interval, and the ends of the doubt band."""

    share: Floats
    low: Floats
    high: Floats
    band_low: Floats
    band_high: Floats


def gather(
    classifications: Sequence[Classification], *, counts: Floats | None = None, draws: int = DRAWS, seed: int = 1
) -> Panel | Refusal:
    """Weigh the voices of a board so that they stand for all customers, and draw `draws` bootstrap samples of them.

    All classifications count the same base. The effective number must suffice before trimming as well as after it:
    cutting weights makes them more even without making the voices say more.
    With `counts`, row i stands for counts[i] identical voices.
    """
    rows = len(classifications[0].codes)
    counts = np.ones(rows) if counts is None else counts.astype(float)
    voices, base = int(counts.sum()), float(classifications[0].base.sum())
    if base <= 0 or voices < FEWEST_VOICES:
        return Refusal("no_customers" if base <= 0 else "few_voices", voices)
    joins = [join_thin(given, counts) for given in classifications]
    cell, margins = _cells([margin for margin, _ in joins])
    held = np.bincount(cell, weights=counts).astype(float)
    unit = rake_trimmed(held, margins)
    effective = effective_number(unit, held)
    least = min(effective, effective_number(rake(held, margins) / np.maximum(held, 1), held))
    if least < FEWEST_EFFECTIVE:
        return Refusal("few_effective", voices, least)
    return Panel(
        counts=counts,
        weights=unit[cell],
        draws=_draw(cell, counts, margins, draws=draws, seed=seed),
        band=join_line(held)[cell],
        voices=voices,
        base=base,
        effective=effective,
        misfit=misfit(unit * held, margins),
        joined=tuple(message for _, said in joins for message in said),
    )


def _cells(margins: Sequence[Margin]) -> tuple[Ints, list[Margin]]:
    """The joint cell of each row, numbered in the order of the margins' categories, and the margins over cells."""
    codes = np.zeros(len(margins[0].codes), dtype=np.int64)
    for margin in margins:
        codes = codes * len(margin.targets) + margin.codes
    _, first, cell = np.unique(codes, return_index=True, return_inverse=True)
    return cell.reshape(-1), [Margin(margin.codes[first], margin.targets) for margin in margins]


def _draw(cell: Ints, counts: Floats, margins: Sequence[Margin], *, draws: int, seed: int) -> Floats:
    """Weights `(draws, n)` of voices drawn with replacement and raked anew. Canty and Davison (1999)."""
    drawn = _with_replacement(counts, draws, seed)
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], np.arange(int(cell.max()) + 1))
    held = np.add.reduceat(np.take(drawn, order, axis=1), starts, axis=1, dtype=float)
    weights = rake_trimmed(np.asfortranarray(held), margins, tolerance=1e-6)
    found = np.take(np.ascontiguousarray(weights.T), cell, axis=0)
    found *= np.ascontiguousarray(drawn.T)
    return found.T


def _with_replacement(counts: Floats, draws: int, seed: int) -> NDArray[np.unsignedinteger]:
    """How often each row is drawn `(draws, n)`; single voices are counted, which is many times faster than drawn."""
    rng, rows = np.random.default_rng(seed), len(counts)
    drawn = np.empty((draws, rows), dtype=np.min_scalar_type(int(counts.sum())))
    if np.any(counts != 1):
        drawn[:] = rng.multinomial(int(counts.sum()), counts / counts.sum(), size=draws)
        return drawn
    for draw in drawn:
        draw[:] = np.bincount(rng.integers(0, rows, size=rows), minlength=rows)
    return drawn


def shares(panel: Panel, wants: sparse.csr_array, *, measure: Floats | None = None) -> Shares:
    """The share of the base that wants each idea, by heads, or by a `measure` `(n,)` of each row such as its worth.

    `wants` `(n, ideas)` is, for each row, the share of its voices that hold a support: 1 for a single voice.
    The doubt band runs from the lower end under a readiness ratio of 2 to the upper end under 1. By a measure the
    effective number is that of weight times measure: a few large ones say less than many small ones.
    """
    size = np.ones(len(panel.weights)) if measure is None else np.maximum(measure, 0.0)
    order = np.argsort(panel.band, kind="stable")
    ideas = sparse.csr_array(wants[order].T)
    ideas.sum_duplicates()
    ideas.data = np.minimum(ideas.data, 1.0)
    point = (panel.counts * panel.weights * size)[order]
    asked = _Asked(order, panel.band[order], size[order], np.ascontiguousarray(panel.draws.T))
    whole = asked.totals()
    found = _empty(ideas.shape[0])
    for chunk in _chunks(ideas.indptr):
        part = _ends(ideas[chunk], asked, whole)
        for end, values in zip(found[1:], part, strict=True):
            end[chunk] = values
    total = float(point.sum())
    share = (ideas @ point) / total if total > 0 else np.zeros(ideas.shape[0])
    effective = panel.effective if measure is None else heard(panel, size)
    return _widen(Shares(share, *found[1:]), ideas @ panel.counts[order], panel, effective)


def heard(panel: Panel, measure: Floats) -> float:
    """Kish's effective number of voices that weigh as much as they stand for times a measure; 0 where all is 0."""
    size = np.maximum(measure, 0.0)
    return effective_number(panel.weights * size, panel.counts) if np.any(size > 0) else 0.0


def _empty(ideas: int) -> list[Floats]:
    return [np.zeros(ideas) for _ in range(5)]


def _chunks(indptr: Whole) -> list[slice]:
    """Slices of ideas with about as many entries as are worked on at once."""
    cuts = np.searchsorted(indptr, np.arange(PAIRS_AT_ONCE, int(indptr[-1]), PAIRS_AT_ONCE))
    edges = np.unique(np.concatenate([[0], cuts, [len(indptr) - 1]]))
    return [slice(int(start), int(stop)) for start, stop in pairwise(edges)]


@dataclass(frozen=True)
class _Asked:
    """Voices in the `order` of their cells: each one's cell `band` and its `size`; `draws` `(n, draws)` are as they were.

    Sizes go into the rows of a product instead of into the draws, which would be copied for it.
    """

    order: Ints
    band: Ints
    size: Floats
    draws: Floats

    def summed(self, data: Floats, voices: Whole, starts: Whole) -> Floats:
        """Weights times sizes of `voices`, each times its `data`, added up from each of `starts` to the next `(cells, draws)`."""
        rows = _sparse(data * self.size[voices], self.order[voices], starts, len(self.order))
        return np.asarray(rows @ self.draws, dtype=float)

    def totals(self) -> Floats:
        """The weight `(cells, draws)` of each cell of the doubt band, N, in each draw."""
        starts = np.searchsorted(self.band, np.arange(int(self.band.max()) + 2))
        return self.summed(np.ones(len(self.band)), np.arange(len(self.band)), starts)


def _ends(ideas: sparse.csr_array, asked: _Asked, whole: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Interval and doubt band of a few ideas `(ideas, n)`, whose columns are voices in the order of their cells."""
    place = asked.band[ideas.indices]
    idea = np.repeat(np.arange(ideas.shape[0]), np.diff(ideas.indptr))
    opens = np.flatnonzero(np.diff(idea, prepend=-1) | np.diff(place, prepend=-1))
    wanting = asked.summed(ideas.data, ideas.indices, np.append(opens, len(place)))
    parts = np.searchsorted(opens, ideas.indptr).astype(np.int64)
    adding = _sparse(np.ones(len(opens)), np.arange(len(opens)), parts, len(opens))
    total = whole.sum(axis=0)
    low, high = percentile_ends(_over(adding @ wanting, total))
    band_low, _ = percentile_ends(_over(adding @ _doubt(wanting, whole[place[opens]]), total))
    return low, high, band_low, high


def _sparse(data: Floats, indices: Whole, indptr: Whole, columns: int) -> sparse.csr_array:
    return sparse.csr_array((data, indices, indptr), shape=(len(indptr) - 1, columns))


def _doubt(wanting: Floats, cell: Floats) -> Floats:
    """N f(p) at the highest readiness for p = wanting / N, which is N * wanting / (g N - (g - 1) wanting).

    Both arrays are used up: new memory for each step would take longer than the arithmetic.
    """
    above = wanting * cell
    cell *= READIEST
    wanting *= READIEST - 1
    cell -= wanting
    np.maximum(cell, np.finfo(float).tiny, out=cell)
    above /= cell
    return above


def _over(above: Floats, below: Floats) -> Floats:
    """`above` `(ideas, draws)`, used up, in the place of its quotients; 0 where there is nothing to divide by."""
    above /= np.where(below > 0, below, np.inf)
    return above


def _widen(found: Shares, supporters: Floats, panel: Panel, effective: float) -> Shares:
    """Where fewer than five voices are for (or against) an idea, the ends reach at least as far as Wilson's."""
    few = np.minimum(supporters, panel.voices - supporters) < FEW
    share = np.clip(found.share, 0.0, 1.0)
    under, over = wilson(share, max(effective, 1.0))
    low = np.minimum(np.where(few, np.minimum(found.low, under), found.low), share)
    high = np.maximum(np.where(few, np.maximum(found.high, over), found.high), share)
    doubted = np.minimum(found.band_low, np.where(few, discount_readiness(low, readiness=READIEST), low))
    return Shares(share, low, np.minimum(high, 1.0), doubted, np.minimum(high, 1.0))
