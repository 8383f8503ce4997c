"""A seeded simulation of how often the intervals of a share hold the truth."""

import numpy as np
import pytest
from scipy import sparse

from voting.demand.cells import Classification
from voting.demand.estimation import Ints, Panel, Shares, gather, shares

RUNS, CUSTOMERS = 4_000, 20_000
SEGMENT, TENURE, WORTH = (index.ravel() for index in np.indices((3, 2, 2)))
PEOPLE = np.array([3300, 2100, 1900, 1200, 2400, 1500, 1700, 900, 1800, 1400, 1100, 700])
SPEAKS = 0.0216 * np.array([1.0, 1.6, 0.7])[SEGMENT] * np.array([1.0, 1.5])[TENURE] * np.array([1.0, 1.8])[WORTH]
WANTS = np.array([0.10, 0.25, 0.18])[SEGMENT] + 0.08 * TENURE + 0.12 * WORTH


def simulate(readiness: float, *, runs: int, seed: int) -> Shares:
    """Shares found in `runs` worlds of 20,000 customers in 12 cells; cells are drawn, not persons.

    Of each cell a fixed number wants the idea; they speak up `readiness` times as readily as the others.
    """
    rng = np.random.default_rng(seed)
    wanting = np.rint(PEOPLE * WANTS).astype(np.int64)
    parts = []
    for _ in range(runs):
        for_it = rng.binomial(wanting, SPEAKS * readiness)
        others = rng.binomial(PEOPLE - wanting, SPEAKS)
        parts.append(_ask(for_it, others, seed=int(rng.integers(2**31))))
    return Shares(*(np.concatenate([getattr(part, name) for part in parts]) for name in Shares.__dataclass_fields__))


def _ask(for_it: Ints, others: Ints, *, seed: int) -> Shares:
    codes = {"segment": SEGMENT, "tenure": TENURE, "worth": WORTH}
    classifications = [
        Classification(
            name, tuple("abc"[: code.max() + 1]), np.tile(code, 2), np.bincount(code, weights=PEOPLE).astype(float)
        )
        for name, code in codes.items()
    ]
    panel = gather(classifications, counts=np.concatenate([for_it, others]).astype(float), seed=seed)
    assert isinstance(panel, Panel)
    return shares(panel, sparse.csr_array(np.repeat([1.0, 0.0], 12)[:, None]))


TRUTH = float(np.rint(PEOPLE * WANTS).sum() / CUSTOMERS)


def test_a_nominal_95_percent_interval_holds_the_truth_in_94_to_96_percent_of_worlds() -> None:
    found = simulate(1.0, runs=RUNS, seed=1)
    held = float(np.mean((found.low <= TRUTH) & (found.high >= TRUTH)))
    assert 0.94 <= held <= 0.96
    assert float(found.share.mean()) == pytest.approx(TRUTH, abs=0.001)
    assert float(np.mean((found.band_low <= TRUTH) & (found.band_high >= TRUTH))) >= 0.95


@pytest.mark.parametrize(("readiness", "runs"), [(1.5, 1_000), (2.0, RUNS)])
def test_the_doubt_band_holds_the_truth_when_the_willing_are_readier_to_speak(readiness: float, runs: int) -> None:
    found = simulate(readiness, runs=runs, seed=1)
    assert float(np.mean((found.band_low <= TRUTH) & (found.band_high >= TRUTH))) >= 0.95
    assert float(np.mean((found.low <= TRUTH) & (found.high >= TRUTH))) < 0.5
