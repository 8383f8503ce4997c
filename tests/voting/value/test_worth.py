"""Files other than CDNOW, and those no model should be fitted to: each says why and falls back to a named rule."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.value.lifetime import fit_purchases
from voting.value.likelihood import Unfit
from voting.value.spend import fit_spend
from voting.value.summary import History, histories
from voting.value.worth import Worths, draw_worths, spend_rate, worths


def invented(customers: int, *, seed: int = 1, stay: bool = False) -> History:
    """Customers bought by the model itself, all first seen within a year."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[int, int, float]] = []
    for customer in range(customers):
        rate, leave = rng.gamma(0.6, 1 / 6), 0.0 if stay else rng.beta(0.8, 2.5)
        mean, now, here = 20 / rng.gamma(4, 1 / 4), float(rng.integers(0, 365)), True
        while here and now < 730:
            repeat = bool(rows) and rows[-1][0] == customer
            rows.append((customer, int(now), mean * rng.gamma(6, 1 / 6)))
            here = not repeat or rng.random() >= leave
            now += 7 * rng.exponential(1 / rate)
    customer_, day, amount = zip(*rows, strict=True)
    return histories(np.array(customer_), np.array(day), np.array(amount), as_of=730)


def test_another_file_is_fitted_as_well() -> None:
    values = worths(invented(3000))
    assert values.method == "bgnbd_gamma_gamma"
    assert values.purchases
    assert values.purchases.parameters[0] == pytest.approx(0.6, rel=0.25)


def test_equal_prices_leave_purchases_fitted_and_spend_named_as_the_reason() -> None:
    history = invented(1500)
    history = replace(history, spend=np.where(history.repeats > 0, 30.0, 0.0))
    values = worths(history)
    assert (values.method, values.reason) == ("bgnbd_mean_spend", "spend_all_equal")
    assert values.mean_spend == pytest.approx(30.0)
    assert np.all(np.isfinite(draw_worths(history, values)))


def test_customers_who_never_leave_do_not_yield_a_wrong_fit() -> None:
    values = worths(invented(800, stay=True))
    assert values.reason in {"not_converged", "poorly_determined", None}
    assert (values.reason is None) == (values.method == "bgnbd_gamma_gamma")
    assert np.all(values.worth >= 0)


@pytest.mark.parametrize(
    ("rows", "method", "reason"),
    [
        ([], "none", "no_customers"),
        ([(0, 1, 10.0), (0, 50, 10.0)], "spend_rate", "one_customer"),
        ([(c, c, 20.0) for c in range(200)], "spend_rate", "few_repeat_buyers"),
        ([(c, d, 20.0) for c in range(200) for d in (1, 60)], "spend_rate", "all_equal"),
        ([(c, 1, 20.0) for c in range(200)] + [(c, 9, 5.0) for c in range(29)], "spend_rate", "few_repeat_buyers"),
    ],
)
def test_what_cannot_be_fitted_says_so(rows: list[tuple[int, int, float]], method: str, reason: str) -> None:
    table = np.array(rows, dtype=float).reshape(-1, 3)
    history = histories(table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2], as_of=100)
    values = worths(history, horizon=52)
    assert (values.method, values.reason, values.purchases) == (method, reason, None)
    assert np.array_equal(values.worth, spend_rate(history, horizon=52))
    assert np.array_equal(draw_worths(history, values, draws=3), np.tile(values.worth, (3, 1)))


def test_money_given_back_keeps_spend_from_being_fitted() -> None:
    history = invented(1500)
    refunded = replace(history, spend=-history.spend)
    assert fit_spend(refunded.repeats, refunded.spend) == Unfit("spend_not_positive", int((history.repeats > 0).sum()))
    values = worths(refunded)
    assert (values.method, values.reason) == ("spend_rate", "spend_not_positive")


def test_a_mean_without_bound_is_refused() -> None:
    rng = np.random.default_rng(1)
    spend = rng.gamma(6.0, 1 / rng.gamma(0.7, 1 / 15.0, size=2000))
    assert fit_spend(np.ones(2000, dtype=np.int64), spend) in (
        Unfit("spend_mean_unbounded", 2000),
        Unfit("poorly_determined"),
        Unfit("not_converged"),
    )


def test_bad_histories_are_refused() -> None:
    ones = np.ones(50, dtype=np.int64)
    assert fit_purchases(ones, np.full(50, 9.0), np.full(50, 8.0)) == Unfit("bad_history")
    assert fit_purchases(ones, np.full(50, np.nan), np.full(50, 8.0)) == Unfit("bad_history")
    assert fit_spend(ones, np.full(50, np.nan)) == Unfit("spend_not_finite")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 120), st.floats(1, 300), st.floats(-0.5, 1))
def test_any_file_gives_finite_worths_that_are_not_negative(
    seed: int, customers: int, horizon: float, discount: float
) -> None:
    rng = np.random.default_rng(seed)
    size = customers * int(rng.integers(1, 12))
    amount = np.round(rng.normal(20, rng.uniform(0, 40), size), 2)
    orders = (rng.integers(0, customers, size), rng.integers(0, 700, size), amount)
    history = histories(*orders, as_of=650)
    values: Worths = worths(history, horizon=horizon, yearly_discount=discount)
    assert np.all(np.isfinite(values.worth))
    assert np.all(values.worth >= 0)
    drawn = draw_worths(history, values, draws=20)
    assert np.all(np.isfinite(drawn))
    assert np.all(drawn >= 0)
    assert (values.reason is None) == (values.method == "bgnbd_gamma_gamma")


@pytest.mark.parametrize(("horizon", "discount"), [(0, 0.1), (-1, 0.1), (float("nan"), 0.1), (52, -1)])
def test_a_horizon_or_rate_without_sense_is_refused(horizon: float, discount: float) -> None:
    with pytest.raises(ValueError):
        worths(invented(3), horizon=horizon, yearly_discount=discount)
