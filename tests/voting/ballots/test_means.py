"""Scores taken together: against the moments of the posterior, drawn; and places that are fair to few votes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ballots.means import standing

counts_of_six = st.lists(st.integers(0, 5_000), min_size=6, max_size=6)


@pytest.mark.parametrize(
    ("counts", "mean", "bound"),
    [
        ((0, 0, 0, 0, 0, 0), None, 1.438),
        ((0, 0, 0, 0, 0, 1), 5.0, 1.806),
        ((0, 0, 0, 0, 0, 100), 5.0, 4.746),
        ((10, 10, 10, 10, 10, 10), 2.5, 2.157),
        ((1, 0, 2, 8, 20, 15), 3.978, 3.534),
    ],
)
def test_the_mean_and_the_bound_of_a_distribution(counts: tuple[int, ...], mean: float | None, bound: float) -> None:
    found = standing(counts)
    assert found.mean is None if mean is None else found.mean == pytest.approx(mean, abs=5e-4)
    assert found.bound == pytest.approx(bound, abs=5e-4)


@pytest.mark.parametrize("counts", [(0, 0, 0, 0, 0, 1), (3, 1, 4, 1, 5, 9), (40, 2, 1, 0, 3, 55)])
def test_the_spread_is_that_of_drawn_shares(counts: tuple[int, ...]) -> None:
    drawn = np.random.default_rng(1).dirichlet(np.array(counts) + 1, 200_000) @ np.arange(6)
    found = standing(counts)
    centre = (found.low + found.high) / 2 if found.high < 5 and found.low > 0 else float(drawn.mean())
    assert centre == pytest.approx(drawn.mean(), abs=0.01)
    assert (centre - found.bound) / 1.6449 == pytest.approx(drawn.std(), rel=0.01)


def test_one_five_does_not_pass_a_hundred_fours() -> None:
    assert standing((0, 0, 0, 0, 0, 1)).bound < standing((0, 0, 0, 0, 100, 0)).bound


@given(counts_of_six)
def test_a_better_score_never_lowers_the_place(counts: list[int]) -> None:
    better = [*counts[:5], counts[5] + 1]
    assert standing(better).bound >= standing(counts).bound - 1e-9


@given(counts_of_six)
def test_the_interval_holds_within_the_scale(counts: list[int]) -> None:
    found = standing(counts)
    assert 0 <= found.low <= found.high <= 5
    assert found.mean is None or found.low <= found.mean <= found.high


@pytest.mark.parametrize(
    ("counts", "is_split"),
    [
        ((10, 0, 0, 0, 0, 10), True),
        ((9, 0, 0, 0, 0, 10), False),
        ((10, 0, 8, 8, 0, 10), False),
        ((3, 3, 0, 0, 7, 7), False),
    ],
)
def test_loved_and_not_at_all_is_told_apart(counts: tuple[int, ...], is_split: bool) -> None:
    assert standing(counts).is_split is is_split


@pytest.mark.parametrize("counts", [(1, 2, 3), (0, 0, 0, 0, 0, -1)])
def test_what_is_no_distribution_is_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="six counts"):
        standing(counts)
