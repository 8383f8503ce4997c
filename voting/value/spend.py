"""How much a customer will spend at a time: the Gamma-Gamma model by maximum likelihood.

Fader, Hardie and Lee (2005), "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", Journal of Marketing
Research 42, 415-430, and Fader and Hardie (2013), "The Gamma-Gamma Model of Monetary Value", brucehardie.com/notes/025.
What one purchase costs is gamma(p, nu) and nu ~ gamma(q, gamma) over customers; nothing ties it to how often they buy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln

from voting.value.likelihood import Loss, Unfit, maximise

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_REPEAT_BUYERS = 30
MOST_NOT_POSITIVE = 0.1
"""Share of repeat buyers whose mean spend is zero or less above which the model is not fitted."""
LEAST_Q = 1.1
"""The mean over customers is p gamma / (q - 1): q must stay above this, 2.6 standard errors down."""


@dataclass(frozen=True)
class SpendFit:
    """A fitted Gamma-Gamma; `log_covariance` `(3, 3)` is the covariance of the logarithms of p, q, gamma."""

    p: float
    q: float
    gamma: float
    log_covariance: Floats
    log_likelihood: float
    customers: int
    left_out: int

    @property
    def parameters(self) -> Floats:
        """p, q, gamma as `(3,)`; gamma in the orders' currency."""
        return np.array([self.p, self.q, self.gamma])

    @property
    def covariance(self) -> Floats:
        """Covariance `(3, 3)` of the parameters themselves, by the delta method."""
        return self.log_covariance * np.outer(self.parameters, self.parameters)

    @property
    def errors(self) -> Floats:
        """Standard errors `(3,)` of the parameters."""
        return np.sqrt(np.diag(self.covariance))


def fit_spend(repeats: Ints, spend: Floats) -> SpendFit | Unfit:
    """Fit p, q, gamma to the repeat buyers among repeat purchases x `(n,)` and mean repeat spend `(n,)`.

    Unfit reasons: spend_not_finite, spend_not_positive (over a tenth of the repeat buyers were refunded to nothing),
    few_repeat_buyers, spend_all_equal, spend_mean_unbounded, not_converged, poorly_determined.
    """
    if not np.all(np.isfinite(spend)):
        return Unfit("spend_not_finite")
    bought = repeats > 0
    good = bought & (spend > 0)
    left_out = int(bought.sum() - good.sum())
    if left_out > MOST_NOT_POSITIVE * bought.sum():
        return Unfit("spend_not_positive", left_out)
    if int(good.sum()) < FEWEST_REPEAT_BUYERS:
        return Unfit("few_repeat_buyers", int(good.sum()))
    return _fit(repeats[good].astype(float), spend[good], left_out)


def _fit(x: Floats, spend: Floats, left_out: int) -> SpendFit | Unfit:
    typical = float(np.median(spend))
    if float(np.ptp(spend)) <= 1e-9 * typical:
        return Unfit("spend_all_equal", len(spend))
    starts = [[1.0, 1.0, 0.0], [2.0, 1.5, -1.0], [0.0, 2.0, 2.0]]
    found = maximise(_loss(x, spend / typical), starts, rows=len(x))
    if isinstance(found, Unfit):
        return found
    p, q, gamma = (float(value) for value in np.exp(found.logs))
    if lowest_q(q, found.covariance) < LEAST_Q:
        return Unfit("spend_mean_unbounded", len(x))
    likelihood = found.log_likelihood - len(x) * float(np.log(typical))
    return SpendFit(p, q, gamma * typical, found.covariance, likelihood, len(x), left_out)


def lowest_q(q: float, log_covariance: Floats) -> float:
    """The lower end of q at 2.6 standard errors of its logarithm; no draw goes below it."""
    return float(q * np.exp(-2.6 * np.sqrt(log_covariance[1, 1])))


def _loss(x: Floats, spend: Floats) -> Loss:
    """Minus the mean of equation (1a) of the note and its gradient, over log p, log q, log gamma."""
    levels, level = np.unique(x, return_inverse=True)
    share = np.bincount(level) / len(x)
    total, log_total, log_spend = x * spend, np.log(x * spend), float(np.mean(np.log(spend)))
    weighted = float(np.mean(x * log_total))

    def loss(logs: Floats) -> tuple[float, Floats]:
        p, q, gamma = (float(value) for value in np.exp(logs))
        log_sum = np.log(total + gamma)
        by_level = gammaln(p * levels + q) - gammaln(p * levels)
        value = share @ by_level - gammaln(q) + q * np.log(gamma) - log_spend
        value += p * weighted - p * float(np.mean(x * log_sum)) - q * float(np.mean(log_sum))
        grown = digamma(p * levels + q)
        slope_p = share @ (levels * (grown - digamma(p * levels))) + weighted - float(np.mean(x * log_sum))
        slope_q = share @ grown - digamma(q) + np.log(gamma) - float(np.mean(log_sum))
        slope_gamma = q / gamma - float(np.mean((p * x + q) / (total + gamma)))
        return -float(value), -np.array([slope_p * p, slope_q * q, slope_gamma * gamma])

    return loss


def expected_spend(parameters: Floats, repeats: Ints, spend: Floats) -> Floats:
    """Expected spend `(n,)` at a purchase: equation (5) of the note, a negative mean so far counting as none."""
    p, q, gamma = (float(value) for value in parameters)
    so_far = np.where(repeats > 0, np.maximum(spend, 0.0), 0.0)
    return np.asarray(p * (gamma + repeats * so_far) / (p * repeats + q - 1), dtype=float)
