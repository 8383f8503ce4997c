"""Worth against the published results for CDNOW, against `lifetimes`, and on files no model should be fitted to."""

import importlib
import json
import warnings
from datetime import date
from typing import Any

import numpy as np
import pytest
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
from voting.value.spend import SpendFit, expected_spend, fit_spend
from voting.value.summary import History, histories
from voting.value.worth import draw_parameters, draw_worths, worths

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


def test_lifetimes_agrees_on_the_whole_cohort(master: History) -> None:
    rows = (master.repeats, master.recency, master.age)
    with warnings.catch_warnings(action="ignore"):
        lifetimes = importlib.import_module("lifetimes")
    theirs = lifetimes.BetaGeoFitter()
    bought = master.spend > 0
    spend = lifetimes.GammaGammaFitter()

    theirs.fit(*rows)
    spend.fit(master.repeats[bought], master.spend[bought])
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
