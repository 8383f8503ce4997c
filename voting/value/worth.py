"""What each customer is worth over a horizon, with the uncertainty of the fit, or by a named simple rule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from voting.value.interpolation import grid
from voting.value.lifetime import Fit, alive, fit_purchases, purchases_while_alive
from voting.value.likelihood import Unfit
from voting.value.spend import SpendFit, expected_spend, fit_spend, lowest_q
from voting.value.summary import History

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Method = Literal["bgnbd_gamma_gamma", "bgnbd_mean_spend", "spend_rate", "none"]

DRAWS = 200


@dataclass(frozen=True)
class Worths:
    """Worth `(n,)` in the orders' currency, one per row of the history, and how it was come by.

    `bgnbd_gamma_gamma`: discounted expected purchases times expected spend. `bgnbd_mean_spend`: the same with the mean
    spend of all repeat days, because spend could not be fitted. `spend_rate`: net spend so far per week times the
    horizon, the weeks counted at least as many as the horizon. `none`: there are no customers. `reason` is the code of
    what kept the first from being used, None when it was; `detail` the count behind that code.
    """

    worth: Floats
    method: Method
    reason: str | None
    detail: int
    horizon: float
    yearly_discount: float
    purchases: Fit | None = None
    spend: SpendFit | None = None
    mean_spend: float = 0.0


def worths(history: History, *, horizon: float = 156.0, yearly_discount: float = 0.1) -> Worths:
    """Fit both models to `history` and value every customer over `horizon` weeks, discounted per year.

    Raises ValueError for a horizon that is not positive or a discount rate of -1 or less.
    """
    if not (np.isfinite(horizon) and horizon > 0 and np.isfinite(yearly_discount) and yearly_discount > -1):
        raise ValueError("the horizon must be positive and the discount rate above -1")
    purchases = fit_purchases(history.repeats, history.recency, history.age)
    if isinstance(purchases, Unfit):
        rate = spend_rate(history, horizon=horizon)
        return Worths(rate, _simplest(history), purchases.reason, purchases.detail, horizon, yearly_discount)
    return _modelled(history, purchases, horizon=horizon, yearly_discount=yearly_discount)


def _simplest(history: History) -> Method:
    return "spend_rate" if len(history.repeats) else "none"


def _modelled(history: History, purchases: Fit, *, horizon: float, yearly_discount: float) -> Worths:
    spend = fit_spend(history.repeats, history.spend)
    mean = mean_repeat_spend(history)
    fitted = spend if isinstance(spend, SpendFit) else None
    if fitted is None and not mean > 0:
        rate = spend_rate(history, horizon=horizon)
        return Worths(rate, "spend_rate", "spend_not_positive", len(history.repeats), horizon, yearly_discount)
    method: Method = "bgnbd_gamma_gamma" if fitted else "bgnbd_mean_spend"
    reason, detail = (spend.reason, spend.detail) if isinstance(spend, Unfit) else (None, 0)
    empty = Worths(np.zeros(0), method, reason, detail, horizon, yearly_discount, purchases, fitted, mean)
    one = _valuer(history, empty)
    worth = one(purchases.parameters, fitted.parameters if fitted else None)
    return Worths(worth, method, reason, detail, horizon, yearly_discount, purchases, fitted, mean)


def draw_worths(history: History, values: Worths, *, draws: int = DRAWS, seed: int = 1) -> Floats:
    """Worth `(draws, n)` under parameters drawn from their joint distribution: one draw serves all customers.

    The logarithms of the parameters are normal with the inverse observed information as covariance; draws come in
    mirrored pairs so that their mean stays at the fit. A simple rule has no spread: each row is the worth itself.
    """
    if values.purchases is None:
        return np.tile(values.worth, (draws, 1))
    buying, paying = draw_parameters(values, draws=draws, seed=seed)
    live, where = _living(history, values, buying)
    drawn = np.empty((draws, len(history.repeats)))
    for row in range(draws):
        expected = alive(buying[row], history.repeats, history.recency, history.age) * live[row, where]
        spend = values.mean_spend if paying is None else expected_spend(paying[row], history.repeats, history.spend)
        np.multiply(expected, spend, out=drawn[row])
    return drawn


def _living(history: History, values: Worths, buying: Floats) -> tuple[Floats, Ints]:
    """Purchases while alive `(draws, pairs)` under each draw, and the pair (x, T) of each customer.

    Worked out at a few ages of each x and interpolated: the integral is smooth in the age, and most of the time.
    """
    keys = np.stack([history.repeats.astype(float), history.age])
    pairs, where = np.unique(keys, axis=1, return_inverse=True)
    told = grid(pairs[0], pairs[1], scale=float(buying[:, 1].min()))
    seen = np.empty((len(buying), len(told.age)))
    for row, parameters in enumerate(buying):
        seen[row] = purchases_while_alive(
            parameters, told.level, told.age, horizon=values.horizon, yearly_discount=values.yearly_discount
        )
    return told.spread(seen), where.reshape(-1)


def draw_parameters(values: Worths, *, draws: int = DRAWS, seed: int = 1) -> tuple[Floats, Floats | None]:
    """Draws `(draws, 4)` of r, alpha, a, b and `(draws, 3)` of p, q, gamma; the two models are fitted apart.

    Raises ValueError when nothing was fitted.
    """
    if values.purchases is None:
        raise ValueError("a simple rule has no parameters to draw")
    half = np.random.default_rng(seed).standard_normal((-(-draws // 2), 7))
    normal = np.concatenate([half, -half])[:draws]
    buying = _lognormal(values.purchases.parameters, values.purchases.log_covariance, normal[:, :4])
    if values.spend is None:
        return buying, None
    paying = _lognormal(values.spend.parameters, values.spend.log_covariance, normal[:, 4:])
    paying[:, 1] = np.maximum(paying[:, 1], lowest_q(values.spend.q, values.spend.log_covariance))
    return buying, paying


def _lognormal(centre: Floats, log_covariance: Floats, normal: Floats) -> Floats:
    return np.asarray(centre * np.exp(normal @ np.linalg.cholesky(log_covariance).T), dtype=float)


def _valuer(history: History, values: Worths) -> Callable[[Floats, Floats | None], Floats]:
    """Worth of every customer as a function of the parameters; equal pairs (x, T) share one integral."""
    keys = np.stack([history.repeats.astype(float), history.age])
    pairs, where = np.unique(keys, axis=1, return_inverse=True)
    where = where.reshape(-1)

    def value(buying: Floats, paying: Floats | None) -> Floats:
        live = purchases_while_alive(
            buying, pairs[0], pairs[1], horizon=values.horizon, yearly_discount=values.yearly_discount
        )
        expected = alive(buying, history.repeats, history.recency, history.age) * live[where]
        if paying is None:
            return expected * values.mean_spend
        return expected * expected_spend(paying, history.repeats, history.spend)

    return value


def mean_repeat_spend(history: History) -> float:
    """The mean sum of all repeat days, 0 where there are none."""
    days = int(history.repeats.sum())
    return float(history.repeats @ history.spend) / days if days else 0.0


def spend_rate(history: History, *, horizon: float) -> Floats:
    """Net spend so far per week times `horizon` weeks, `(n,)`, never below 0.

    The weeks are those since the first purchase, the first day included, and at least `horizon` of them: a customer
    of yesterday is worth what was spent yesterday, not that much again each day.
    """
    weeks = np.maximum(history.age + 1 / 7, horizon)
    return np.maximum(history.total, 0.0) / weeks * horizon
