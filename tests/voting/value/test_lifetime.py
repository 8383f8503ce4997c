"""Worth against the published results for CDNOW, against `lifetimes`, and on files no model should be fitted to."""

import importlib
import json
import time
import warnings
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import betaln, log_expit

from tests.shared_data import shared
from voting.value.lifetime import (
    Fit,
    alive,
    expected_from_start,
    expected_purchases,
    fit_purchases,
    purchases_while_alive,
)
from voting.value.likelihood import Unfit
from voting.value.spend import SpendFit, expected_spend, fit_spend
from voting.value.summary import History, histories
from voting.value.worth import Worths, draw_parameters, draw_worths, mean_repeat_spend, spend_rate, worths

AS_OF = date(1997, 9, 30).toordinal()


def cdnow(name: str, *, as_of: int = AS_OF) -> History:
    lines = [line.split() for line in shared(f"clv/{name}").read_text().splitlines()]
    rows = [line for line in lines if line and line[0].isdigit()]
    day = {row[-3]: date(int(row[-3][:4]), int(row[-3][4:6]), int(row[-3][6:])).toordinal() for row in rows}
    return histories(
        np.array([int(row[-4]) for row in rows]),
        np.array([day[row[-3]] for row in rows]),
        np.array([float(row[-1]) for row in rows]),
        as_of=as_of,
    )


@pytest.fixture(scope="module")
def sample() -> History:
    return cdnow("CDNOW_sample.txt")


@pytest.fixture(scope="module")
def master() -> History:
    return cdnow("CDNOW_master.txt")


@pytest.fixture(scope="module")
def fit(sample: History) -> Fit:
    found = fit_purchases(sample.repeats, sample.recency, sample.age)
    assert isinstance(found, Fit)
    return found


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    values: dict[str, Any] = json.loads(shared("reference/published_values.json").read_text())["cdnow"]
    return values


def test_the_orders_of_cdnow_become_the_published_summary(sample: History) -> None:
    lines = shared("clv/cdnow_customers_summary_with_transactions.csv").read_text().splitlines()[1:]
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    assert np.array_equal(sample.repeats, table[:, 1])
    assert np.allclose(sample.recency, table[:, 2], atol=0.006)
    assert np.allclose(sample.age, table[:, 3], atol=0.006)
    assert np.allclose(sample.spend, table[:, 4], atol=0.006)
    assert int((sample.repeats > 0).sum()) == 946


def test_bgnbd_is_fitted_as_published(fit: Fit, published: dict[str, Any]) -> None:
    reference = published["bg_nbd"]
    expected = [reference[name] for name in ("r", "alpha", "a", "b")]
    assert fit.parameters == pytest.approx(expected, rel=0.005)
    assert fit.log_likelihood == pytest.approx(reference["LL"], abs=0.001)
    assert (fit.customers, fit.repeat_buyers) == (2357, 946)


def test_gamma_gamma_is_fitted_as_published(sample: History, published: dict[str, Any]) -> None:
    found = fit_spend(sample.repeats, sample.spend)
    assert isinstance(found, SpendFit)
    reference = published["gamma_gamma"]
    assert found.parameters == pytest.approx([reference[name] for name in ("p", "q", "gamma")], rel=0.005)
    assert found.customers == reference["n_repeat_buyers"]
    means = expected_spend(found.parameters, sample.repeats[:10], sample.spend[:10])
    assert means == pytest.approx(reference["cond_mean_first10_customers"], rel=0.001)


def test_expectations_are_as_published(fit: Fit, published: dict[str, Any]) -> None:
    reference = published["bg_nbd"]
    weeks = np.array([float(week) for week in reference["expectation_t"]])
    expected = list(reference["expectation_t"].values())
    assert expected_from_start(fit.parameters, weeks) == pytest.approx(expected, rel=5e-4, abs=5e-5)
    assert expected_from_start(fit.parameters, np.array([52.0]))[0] == pytest.approx(reference["E_X_52"], rel=1e-5)
    one = (np.array([2]), np.array([30.43]), np.array([38.86]))
    assert expected_purchases(fit.parameters, *one, horizon=39)[0] == pytest.approx(1.226, abs=6e-4)


def test_the_busiest_customer_is_as_published(fit: Fit, published: dict[str, Any]) -> None:
    reference = published["bg_nbd"]["customer_1516_x26_tx30.85714_T31"]
    busy = (np.array([26]), np.array([30.85714]), np.array([31.0]))
    assert expected_purchases(fit.parameters, *busy, horizon=52)[0] == pytest.approx(reference["cond_exp_52"], rel=1e-4)
    assert alive(fit.parameters, *busy)[0] == pytest.approx(reference["p_alive"], rel=1e-5)


def test_more_purchases_long_ago_mean_fewer_to_come(fit: Fit, published: dict[str, Any]) -> None:
    for bought, expected in published["bg_nbd"]["increasing_frequency_paradox_tx20_T39_tstar52"].items():
        lapsed = (np.array([int(bought)]), np.array([20.0]), np.array([39.0]))
        assert expected_purchases(fit.parameters, *lapsed, horizon=52)[0] == pytest.approx(expected, rel=1e-3)


def test_the_next_39_weeks_are_foreseen_as_published(fit: Fit, sample: History, published: dict[str, Any]) -> None:
    coming = expected_purchases(fit.parameters, sample.repeats, sample.recency, sample.age, horizon=39)
    held = np.minimum(sample.repeats, 7)
    assert list(np.bincount(held)) == published["bins"]
    means = np.bincount(held, weights=coming) / np.bincount(held)
    assert means == pytest.approx(published["bg_nbd"]["holdout_by_calibration_frequency_model"], rel=1e-3)


def test_lifetimes_agrees_on_the_whole_cohort_and_takes_twice_as_long(master: History) -> None:
    rows = (master.repeats, master.recency, master.age)
    with warnings.catch_warnings(action="ignore"):
        lifetimes = importlib.import_module("lifetimes")
    theirs = lifetimes.BetaGeoFitter()
    bought = master.spend > 0
    spend = lifetimes.GammaGammaFitter()

    def fit_theirs() -> None:
        theirs.fit(*rows)
        spend.fit(master.repeats[bought], master.spend[bought])

    ours_took = min(_seconds(lambda: worths(master)) for _ in range(3))
    assert ours_took <= 0.5 * min(_seconds(fit_theirs) for _ in range(2))
    ours, paid = fit_purchases(*rows), fit_spend(master.repeats, master.spend)
    assert isinstance(ours, Fit)
    assert isinstance(paid, SpendFit)
    assert ours.parameters == pytest.approx(theirs.params_.to_numpy(), rel=1e-4)
    assert ours.errors == pytest.approx(theirs.standard_errors_.to_numpy(), rel=1e-2)
    assert paid.parameters == pytest.approx(spend.params_.to_numpy(), rel=1e-3)
    coming = theirs.conditional_expected_number_of_purchases_up_to_time(156, *rows)
    assert expected_purchases(ours.parameters, *rows, horizon=156) == pytest.approx(coming, rel=1e-4)
    assert alive(ours.parameters, *rows) == pytest.approx(theirs.conditional_probability_alive(*rows), rel=1e-4)


def test_discounting_agrees_with_a_sum_over_short_steps(fit: Fit) -> None:
    ends = np.arange(0, 156.01, 0.25)
    none = np.zeros(1)
    until = [purchases_while_alive(fit.parameters, none, none + 10, horizon=float(end))[0] for end in ends[1:]]
    steps = np.diff(np.concatenate([[0.0], until]))
    middle = (ends[1:] + ends[:-1]) / 2
    summed = float(np.sum(steps * 1.1 ** (-middle * 7 / 365.25)))
    at_once = purchases_while_alive(fit.parameters, none, none + 10, horizon=156, yearly_discount=0.1)[0]
    assert at_once == pytest.approx(summed, rel=1e-6)


@pytest.mark.parametrize(
    ("parameters", "x", "age", "horizon"),
    [
        ((0.5, 0.5, 1.0, 200.0), 0, 0, 260),
        ((0.05, 0.5, 0.05, 50.0), 0, 0, 260),
        ((3.0, 5.0, 20.0, 1000.0), 0, 0, 260),
        ((3.0, 50.0, 0.3, 1.0), 400, 52, 260),
        ((0.24, 4.4, 0.8, 2.4), 26, 31, 52),
    ],
)
def test_expectations_hold_where_the_hypergeometric_function_overflows(
    parameters: tuple[float, ...], x: int, age: int, horizon: int
) -> None:
    r, alpha, a, b = parameters
    odds = np.linspace(-600, 60, 200_001)
    leave = np.exp(log_expit(odds))
    density = np.exp(a * log_expit(odds) + (b + x) * log_expit(-odds) - betaln(a, b + x)) * (odds[1] - odds[0])
    coming = -np.expm1(-(r + x) * np.log1p(leave * horizon / (alpha + age))) / leave
    found = purchases_while_alive(np.array(parameters), np.array([float(x)]), np.array([float(age)]), horizon=horizon)
    assert found[0] == pytest.approx(float(density @ coming), rel=1e-4)


def test_worth_is_purchases_times_spend_and_its_draws_surround_it(sample: History) -> None:
    values = worths(sample, horizon=104, yearly_discount=0.1)
    assert (values.method, values.reason) == ("bgnbd_gamma_gamma", None)
    assert values.purchases
    assert values.spend
    rows = (sample.repeats, sample.recency, sample.age)
    coming = expected_purchases(values.purchases.parameters, *rows, horizon=104, yearly_discount=0.1)
    paid = expected_spend(values.spend.parameters, sample.repeats, sample.spend)
    assert values.worth == pytest.approx(coming * paid)
    draws = draw_worths(sample, values, draws=200, seed=1)
    assert draws.shape == (200, 2357)
    assert np.array_equal(draws, draw_worths(sample, values, draws=200, seed=1))
    assert not np.array_equal(draws, draw_worths(sample, values, draws=200, seed=2))
    assert draws.sum(axis=1).mean() == pytest.approx(values.worth.sum(), rel=0.01)
    low, high = np.percentile(draws.sum(axis=1), [2.5, 97.5])
    assert low < values.worth.sum() < high


def test_one_draw_serves_all_customers_so_that_errors_do_not_cancel(sample: History) -> None:
    draws = draw_worths(sample, worths(sample))
    alone = draws.std(axis=0).sum()
    assert draws.sum(axis=1).std() > 0.5 * alone


def test_parameters_are_drawn_with_their_joint_covariance(sample: History) -> None:
    values = worths(sample)
    buying, paying = draw_parameters(values, draws=40_000, seed=1)
    assert values.purchases
    assert values.spend
    assert paying is not None
    assert np.cov(np.log(buying).T) == pytest.approx(values.purchases.log_covariance, rel=0.05, abs=5e-4)
    assert np.cov(np.log(paying).T) == pytest.approx(values.spend.log_covariance, rel=0.05, abs=1e-3)


def _seconds(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


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


def test_one_day_is_one_purchase_zero_is_a_purchase_and_a_refund_is_none() -> None:
    customer = np.array([7, 7, 7, 7, 7, 9, 9, 4])
    day = np.array([10, 10, 17, 24, 26, 30, 31, 99])
    amount = np.array([5.0, 6.0, 0.0, 40.0, -10.0, -3.0, 8.0, 1.0])
    history = histories(customer, day, amount, as_of=38)
    assert list(history.customer) == [7, 9]
    assert list(history.repeats) == [2, 0]
    assert history.recency == pytest.approx([2.0, 0.0])
    assert history.age == pytest.approx([4.0, 1.0])
    assert history.spend == pytest.approx([15.0, 0.0])
    assert history.total == pytest.approx([41.0, 8.0])
    assert (history.refunds, history.orphans) == (2, 1)
    assert mean_repeat_spend(history) == pytest.approx(15.0)


def test_orders_of_the_as_of_day_are_in_and_later_ones_are_not() -> None:
    history = histories(np.zeros(3, int), np.array([0, 7, 8]), np.ones(3), as_of=7)
    assert (history.repeats[0], history.recency[0], history.age[0]) == (1, 1.0, 1.0)


@given(
    hnp.arrays(np.int64, st.integers(0, 60), elements=st.integers(0, 5)).flatmap(
        lambda customer: st.tuples(
            st.just(customer),
            hnp.arrays(np.int64, len(customer), elements=st.integers(0, 40)),
            hnp.arrays(np.float64, len(customer), elements=st.integers(-20, 90).map(float)),
        )
    )
)
def test_a_history_agrees_with_a_plain_loop(orders: tuple[Any, Any, Any]) -> None:
    history = histories(*orders, as_of=30)
    rows = sorted(zip(*orders, strict=True), key=lambda row: (row[0], row[1], row[2] < 0))
    days: dict[int, dict[int, float]] = {}
    for customer, day, amount in rows:
        visits = days.setdefault(int(customer), {})
        if day <= 30 and amount >= 0:
            visits[day] = visits.get(day, 0.0) + amount
        elif day <= 30 and visits:
            visits[max(visits)] += amount
    bought = {customer: visits for customer, visits in days.items() if visits}
    assert list(history.customer) == sorted(bought)
    for row, customer in enumerate(history.customer):
        sums = list(bought[customer].values())
        assert history.repeats[row] == len(sums) - 1
        assert history.total[row] == pytest.approx(sum(sums))
        assert history.spend[row] == pytest.approx(np.mean(sums[1:]) if sums[1:] else 0.0)


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
