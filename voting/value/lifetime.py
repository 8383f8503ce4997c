"""How often a customer will buy again: BG/NBD by maximum likelihood.

Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way: An Alternative to the Pareto/NBD Model",
Marketing Science 24(2), 275-284. While a customer is with us purchases are Poisson with rate lambda ~ gamma(r, alpha),
and after each one the customer leaves for good with probability p ~ beta(a, b). Time is in weeks throughout.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, expit, gammaln, hyp2f1, log_expit, polygamma

from voting.value.likelihood import Loss, Unfit, maximise

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_REPEAT_BUYERS = 30
WEEKS_PER_YEAR = 365.25 / 7
NODES = 16
"""Gauss-Legendre nodes of the discounted expectation: in log time the integrand is smooth (1e-9 for CDNOW)."""


@dataclass(frozen=True)
class Fit:
    """A fitted BG/NBD; `log_covariance` `(4, 4)` is the covariance of the logarithms of r, alpha, a, b."""

    r: float
    alpha: float
    a: float
    b: float
    log_covariance: Floats
    log_likelihood: float
    customers: int
    repeat_buyers: int

    @property
    def parameters(self) -> Floats:
        """r, alpha, a, b as `(4,)`; alpha in weeks."""
        return np.array([self.r, self.alpha, self.a, self.b])

    @property
    def covariance(self) -> Floats:
        """Covariance `(4, 4)` of the parameters themselves, by the delta method."""
        return self.log_covariance * np.outer(self.parameters, self.parameters)

    @property
    def errors(self) -> Floats:
        """Standard errors `(4,)` of the parameters."""
        return np.sqrt(np.diag(self.covariance))


@dataclass(frozen=True)
class _Patterns:
    """Equal rows (x, t_x, T) once, with the share of customers who have them."""

    x: Floats
    t_x: Floats
    age: Floats
    share: Floats
    levels: Floats
    level: Ints
    level_share: Floats


def fit_purchases(repeats: Ints, recency: Floats, age: Floats) -> Fit | Unfit:
    """Fit r, alpha, a, b to repeat purchases x, recency t_x and age T (weeks), each `(n,)`.

    Unfit reasons: no_customers, one_customer, few_repeat_buyers (under 30), all_equal, bad_history (t_x beyond T,
    negative or not finite), not_converged, poorly_determined.
    """
    repeat_buyers = int(np.count_nonzero(repeats > 0))
    refused = _refuse(repeats, recency, age, repeat_buyers)
    if refused:
        return refused
    patterns = _patterns(repeats, recency, age)
    if len(patterns.x) == 1:
        return Unfit("all_equal", len(repeats))
    scale = float(np.log(np.mean(age) / 2 + 1e-9))
    starts = [[-0.5, scale, 0.0, 1.0], [0.0, scale, -2.0, 1.0], [-1.0, scale - 2.0, 0.0, 0.0]]
    found = maximise(_loss(patterns), starts, rows=len(repeats))
    if isinstance(found, Unfit):
        return found
    r, alpha, a, b = (float(value) for value in np.exp(found.logs))
    return Fit(r, alpha, a, b, found.covariance, found.log_likelihood, len(repeats), repeat_buyers)


def _refuse(repeats: Ints, recency: Floats, age: Floats, repeat_buyers: int) -> Unfit | None:
    if len(repeats) < 2:
        return Unfit("one_customer" if len(repeats) else "no_customers", len(repeats))
    if not (np.all(np.isfinite(age)) and np.all(recency >= 0) and np.all(recency <= age) and np.all(repeats >= 0)):
        return Unfit("bad_history")
    if repeat_buyers < FEWEST_REPEAT_BUYERS:
        return Unfit("few_repeat_buyers", repeat_buyers)
    return None


def _patterns(repeats: Ints, recency: Floats, age: Floats) -> _Patterns:
    levels, level = np.unique(repeats, return_inverse=True)
    recencies, when = np.unique(recency, return_inverse=True)
    ages, old = np.unique(age, return_inverse=True)
    code = (level.astype(np.int64) * len(recencies) + when) * len(ages) + old
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    share = counts / len(repeats)
    return _Patterns(
        x=repeats[first].astype(float),
        t_x=recency[first].astype(float),
        age=age[first].astype(float),
        share=share,
        levels=levels.astype(float),
        level=level[first].astype(np.int64),
        level_share=np.bincount(level[first], weights=share).astype(float),
    )


def _loss(rows: _Patterns) -> Loss:
    """Minus the mean of equation (6) of the paper and its gradient, over log r, log alpha, log a, log b."""
    bought = rows.x > 0
    fewer = np.where(bought, rows.x - 1, 0.0)
    levels, of_level = rows.levels, rows.level_share

    def loss(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = (float(value) for value in np.exp(logs))
        power = r + rows.x
        log_age, log_last = np.log(alpha + rows.age), np.log(alpha + rows.t_x)
        stays, left = -power * log_age, np.log(a) - np.log(b + fewer) - power * log_last
        gone = np.where(bought, expit(left - stays), 0.0) * rows.share
        here = rows.share - gone
        mixed = np.where(bought, np.logaddexp(stays, left), stays)
        by_level = gammaln(r + levels) - gammaln(r) + gammaln(a + b) - gammaln(a + b + levels)
        by_level += gammaln(b + levels) - gammaln(b)
        value = r * np.log(alpha) + of_level @ by_level + _dot(rows.share, mixed)
        either = digamma(a + b) - of_level @ digamma(a + b + levels)
        slope_r = (
            of_level @ digamma(r + levels) - digamma(r) + np.log(alpha) - _dot(here, log_age) - _dot(gone, log_last)
        )
        slope_alpha = r / alpha - _dot(here, power / (alpha + rows.age)) - _dot(gone, power / (alpha + rows.t_x))
        slope_a = either + gone.sum() / a
        slope_b = either + of_level @ digamma(b + levels) - digamma(b) - _dot(gone, 1 / (b + fewer))
        slope = np.array([slope_r * r, slope_alpha * alpha, slope_a * a, slope_b * b])
        return -float(value), -slope

    return loss


def _dot(left: Floats, right: Floats) -> float:
    """A dot product without BLAS, whose threads cost more than they save beyond 10,000 elements."""
    return float(np.einsum("i,i->", left, right))


def alive(parameters: Floats, repeats: Ints, recency: Floats, age: Floats) -> Floats:
    """P(alive) `(n,)` at the as-of day: Fader, Hardie and Lee (2008), "Computing P(alive) Using the BG/NBD Model"."""
    r, alpha, a, b = (float(value) for value in parameters)
    lapse = (r + repeats) * (np.log(alpha + age) - np.log(alpha + recency))
    odds = np.log(a) - np.log(b + np.maximum(repeats, 1) - 1) + lapse
    return np.where(repeats > 0, np.asarray(expit(-odds), dtype=float), 1.0)


def expected_purchases(
    parameters: Floats,
    repeats: Ints,
    recency: Floats,
    age: Floats,
    *,
    horizon: float,
    yearly_discount: float = 0.0,
) -> Floats:
    """Expected purchases `(n,)` of each customer over the next `horizon` weeks, discounted to today.

    Without a discount this is equation (10) of the paper, here as P(alive) times an integral that has no pole at a = 1.
    """
    keys = np.stack([repeats.astype(float), age])
    pairs, where = np.unique(keys, axis=1, return_inverse=True)
    live = purchases_while_alive(parameters, pairs[0], pairs[1], horizon=horizon, yearly_discount=yearly_discount)
    return alive(parameters, repeats, recency, age) * live[where.reshape(-1)]


def purchases_while_alive(
    parameters: Floats, repeats: Floats, age: Floats, *, horizon: float, yearly_discount: float = 0.0
) -> Floats:
    """Expected discounted purchases `(n,)` over `horizon` weeks of customers known to be with us.

    Their rate s weeks ahead is E[lambda e^(-lambda p s)] with lambda ~ gamma(r + x, alpha + T) and p ~ beta(a, b + x):
    (r + x) / (alpha + T) * (1 + w)^-a * 2F1(a + b - r - 1, a; a + b + x; w / (1 + w)), w = s / (alpha + T)
    (Pfaff's transformation of Euler's integral), integrated over log(1 + w) by Gauss-Legendre.
    """
    r, alpha, a, b = (float(value) for value in parameters)
    force = np.log1p(yearly_discount) / WEEKS_PER_YEAR
    roots, masses = np.polynomial.legendre.leggauss(NODES)
    x, base = repeats[:, None], (alpha + age)[:, None]
    span = np.log1p(horizon / base)
    log_time = span * (roots + 1) / 2
    with np.errstate(all="ignore"):
        share = np.asarray(hyp2f1(a + b - r - 1, a, a + b + x, -np.expm1(-log_time)), dtype=float)
        rate = np.exp((1 - a) * log_time) * share
    lost = ~np.isfinite(rate)
    if lost.any():
        bought = np.broadcast_to(x, rate.shape)[lost]
        rate[lost] = np.exp(log_time[lost]) * _survival(parameters, bought, np.expm1(log_time[lost]))
    rate *= np.exp(-force * base * np.expm1(log_time))
    return np.asarray((r + repeats) * (span[:, 0] / 2) * (rate @ masses), dtype=float)


def _survival(parameters: Floats, x: Floats, wait: Floats) -> Floats:
    """E[(1 + p w)^-(r + x + 1)] `(n,)` over p ~ beta(a, b + x), summed over log odds, where 2F1 overflows."""
    r, _, a, b = (float(value) for value in parameters)
    centre, width = digamma(a) - digamma(b + x), np.sqrt(polygamma(1, a) + polygamma(1, b + x))
    odds = centre[:, None] + width[:, None] * np.linspace(-12, 12, 241)
    density = a * log_expit(odds) + (b + x)[:, None] * log_expit(-odds)
    density = np.exp(density - density.max(axis=1, keepdims=True))
    stay = np.exp(-(r + x + 1)[:, None] * np.log1p(expit(odds) * wait[:, None]))
    return np.asarray((density * stay).sum(axis=1) / density.sum(axis=1), dtype=float)


def expected_from_start(parameters: Floats, weeks: Floats) -> Floats:
    """E[X(t)], repeat purchases of a random new customer by each of `weeks`: equation (9) of the paper."""
    none = np.zeros(1)
    return np.array([float(purchases_while_alive(parameters, none, none, horizon=float(week))[0]) for week in weeks])
