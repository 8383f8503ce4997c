"""The named policies as a table and as properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from voting.value.methods import POLICIES, Policy
from voting.value.weights import Floats, weigh

WORTH = np.array([0.0, 1.0, 4.0, 9.0, 100.0])

worths = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=1, max_dims=2, min_side=1, max_side=12),
    elements=st.floats(0, 1e9, allow_subnormal=False),
)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("one-account", [1, 1, 1, 1, 1]),
        ("linear", [0, 1, 4, 9, 100]),
        ("square-root", [0, 1, 2, 3, 10]),
        ("log", list(np.log([1, 1.25, 2, 3.25, 26]))),
        ("capped", [0, 1, 4, 9, 9]),
    ],
)
def test_each_policy_is_what_it_says(policy: Policy, expected: list[float]) -> None:
    assert weigh(policy, WORTH, cap=75) == pytest.approx(expected)
    assert weigh(policy, np.stack([WORTH, WORTH]), cap=75) == pytest.approx(np.array([expected, expected]))


def test_the_median_account_weighs_log_two() -> None:
    assert weigh("log", np.array([3.0, 7.0, 90.0]))[1] == pytest.approx(np.log(2))


def test_a_median_of_zero_gives_way_to_the_median_of_what_is_worth_something() -> None:
    assert weigh("log", np.array([0.0, 0.0, 0.0, 5.0, 5.0])) == pytest.approx([0, 0, 0, np.log(2), np.log(2)])
    assert np.array_equal(weigh("log", np.zeros((2, 3))), np.zeros((2, 3)))


def test_a_median_next_to_nothing_does_not_overflow() -> None:
    assert np.all(np.isfinite(weigh("log", np.array([0.0, 5e-308, 1e9]))))


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown policy"):
        weigh("square", WORTH)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="finite"):
        weigh("linear", np.array([np.nan]))
    with pytest.raises(ValueError, match="percentile"):
        weigh("capped", WORTH, cap=101)


def test_nobody_weighs_nothing() -> None:
    assert all(weigh(policy, np.zeros(0)).shape == (0,) for policy in POLICIES)


@given(st.sampled_from(POLICIES), worths)
def test_weights_are_finite_not_negative_and_never_fall_with_worth(policy: Policy, worth: Floats) -> None:
    weights = weigh(policy, worth)
    assert weights.shape == worth.shape
    assert np.all(np.isfinite(weights))
    assert np.all(weights >= 0)
    order = np.argsort(worth, axis=-1, kind="stable")
    assert np.all(np.diff(np.take_along_axis(weights, order, axis=-1), axis=-1) >= 0)


@given(st.sampled_from(POLICIES), worths)
def test_each_draw_is_weighed_by_itself(policy: Policy, worth: Floats) -> None:
    rows = np.atleast_2d(worth)
    together = weigh(policy, rows)
    assert all(np.array_equal(together[row], weigh(policy, rows[row])) for row in range(len(rows)))


@given(
    hnp.arrays(np.float64, st.integers(1, 12), elements=st.integers(0, 10**9).map(float)),
    st.sampled_from([0.01, 100.0]),
)
def test_log_does_not_depend_on_the_currency(worth: Floats, rate: float) -> None:
    assert weigh("log", worth * rate) == pytest.approx(weigh("log", worth), rel=1e-6, abs=1e-9)
