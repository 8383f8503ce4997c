"""Value and demand of ideas from draws of worth."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from voting.demand.figures import Drawn, account_draws, by_segment, demand, ends, once
from voting.value.methods import POLICIES, Policy
from voting.value.weights import Floats, weigh

SUPPORTS = sparse.csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]))


def own_column(worth: Floats) -> Drawn:
    """Worths `(draws, accounts)` with a column for each account."""
    return Drawn(worth, np.arange(worth.shape[1]))


def told(drawn: Drawn) -> Floats:
    """Worths `(draws, accounts)`."""
    return drawn.worth[:, drawn.column]


def test_the_point_is_the_mean_and_the_ends_are_percentiles_of_the_same_draws() -> None:
    worth = np.stack([np.linspace(10, 20, 200), np.full(200, 5.0), np.linspace(0, 40, 200)], axis=1)
    value = demand(SUPPORTS, own_column(worth), policy="linear").value
    assert value.point == pytest.approx([20, 25, 0])
    assert value.low == pytest.approx([15.25, 6, 0])
    assert value.high == pytest.approx([24.75, 44, 0])
    assert value.parts == pytest.approx([15, 5, 20])


def test_one_account_counts_accounts_without_any_spread() -> None:
    worth = np.random.default_rng(1).gamma(2, 50, (200, 3))
    found = demand(SUPPORTS, own_column(worth), policy="one-account").demand
    for figure in (found.point, found.low, found.high):
        assert list(figure) == [2, 2, 0]


def test_stated_and_default_worths_have_no_spread() -> None:
    drawn = np.random.default_rng(1).gamma(2, 50, (200, 2))
    worth = account_draws(np.array([30.0, 0.0, 70.0]), np.array([-1, 1, -1]), drawn)
    assert np.array_equal(told(worth)[:, 1], drawn[:, 1])
    assert np.all(told(worth)[:, [0, 2]] == [30, 70])
    value = demand(sparse.csr_array(np.array([[1.0, 0.0, 1.0]])), worth, policy="linear").value
    assert (value.low[0], value.point[0], value.high[0]) == (100, 100, 100)


def test_errors_shared_by_all_accounts_do_not_cancel() -> None:
    rng = np.random.default_rng(1)
    together = np.outer(rng.normal(100, 10, 200), np.ones(400))
    apart = rng.normal(100, 10, (200, 400))
    everyone = sparse.csr_array(np.ones((1, 400)))
    wide, narrow = (demand(everyone, own_column(worth), policy="linear").value for worth in (together, apart))
    assert (wide.high - wide.low)[0] > 10 * (narrow.high - narrow.low)[0]


def test_a_support_stored_twice_counts_once() -> None:
    twice = sparse.csr_array((np.ones(3), (np.array([0, 0, 0]), np.array([1, 1, 2]))), shape=(1, 3))
    assert demand(twice, own_column(np.ones((5, 3))), policy="linear").value.point[0] == 2


def test_supports_and_worths_of_different_accounts_are_refused() -> None:
    with pytest.raises(ValueError, match="accounts"):
        once(SUPPORTS, accounts=4)


def test_segments_add_up_to_the_value() -> None:
    parts = np.array([10.0, 20.0, 40.0])
    table = by_segment(SUPPORTS, parts, np.array([0, 1, 0]), segments=2)
    assert table == pytest.approx(np.array([[10, 20], [40, 20], [0, 0]]))
    partly = by_segment(SUPPORTS, parts, np.array([0, -1, 0]), segments=2)
    assert partly == pytest.approx(np.array([[10, 0], [40, 0], [0, 0]]))


def test_no_idea_and_no_account_give_empty_figures() -> None:
    assert len(demand(sparse.csr_array((0, 3)), own_column(np.ones((200, 3))), policy="log").demand.point) == 0
    assert list(demand(sparse.csr_array((2, 0)), own_column(np.ones((200, 0))), policy="log").demand.high) == [0, 0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(POLICIES), st.integers(1, 9), st.integers(1, 30))
def test_figures_agree_with_a_plain_sum_and_never_leave_their_band(
    seed: int, policy: Policy, ideas: int, accounts: int
) -> None:
    rng = np.random.default_rng(seed)
    modelled = np.where(rng.random(accounts) < 0.5, np.arange(accounts), -1)
    worth = account_draws(rng.choice([0.0, 10.0, 20.0], accounts), modelled, rng.gamma(1, 50, (60, accounts)))
    matrix = (rng.random((ideas, accounts)) < 0.3).astype(float)
    found = demand(sparse.csr_array(matrix), worth, policy=policy)
    slow = matrix @ weigh(policy, told(worth)).T
    assert found.demand.point == pytest.approx(slow.mean(axis=1))
    assert found.demand.low == pytest.approx(np.minimum(np.percentile(slow, 2.5, axis=1), slow.mean(axis=1)))
    assert found.demand.high == pytest.approx(np.maximum(np.percentile(slow, 97.5, axis=1), slow.mean(axis=1)))
    for figures in (found.value, found.demand):
        assert np.all((figures.low <= figures.point) & (figures.point <= figures.high))
        assert matrix @ figures.parts == pytest.approx(figures.point)


def test_ends_do_not_depend_on_how_many_ideas_are_worked_on_at_once() -> None:
    draws: Floats = np.random.default_rng(1).random((50, 200))
    together: Any = ends(draws)
    assert np.array_equal(together, ends(draws, ideas_at_once=7))


def test_a_world_of_two_million_supports_needs_less_than_three_hundred_megabytes() -> None:
    rng = np.random.default_rng(1)
    ideas, accounts, given_, customers = 20_000, 100_000, 2_000_000, 23_570
    places = (rng.integers(0, ideas, given_), rng.integers(0, accounts, given_))
    supports = sparse.csr_array((np.ones(given_), places), shape=(ideas, accounts))
    modelled = np.where(np.arange(accounts) < customers, np.arange(accounts), -1)
    drawn = rng.gamma(2, 50, (200, customers))
    tracemalloc.start()
    worth = account_draws(np.full(accounts, 30.0), modelled, drawn)
    found = demand(supports, worth, policy="log")
    by_segment(supports, found.value.parts, rng.integers(0, 6, accounts), segments=6)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300_000_000
