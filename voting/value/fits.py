"""What a worth run keeps of its fit, and back: enough to draw the worths again with their joint uncertainty."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from voting.value.lifetime import Fit
from voting.value.spend import SpendFit
from voting.value.worth import Method, Worths

NAMES = {"bgnbd": ("r", "alpha", "a", "b"), "gamma_gamma": ("p", "q", "gamma")}


def kept(values: Worths) -> dict[str, Any]:
    """A fit as JSON; amounts are in whole units of the currency."""
    found: dict[str, Any] = {"mean_spend": values.mean_spend, "detail": values.detail}
    for name, fit in (("bgnbd", values.purchases), ("gamma_gamma", values.spend)):
        if fit is not None:
            found[name] = dict(zip(NAMES[name], map(float, fit.parameters), strict=True))
            found[f"{name}_errors"] = dict(zip(NAMES[name], map(float, fit.errors), strict=True))
            found[f"{name}_log_covariance"] = [list(map(float, line)) for line in fit.log_covariance]
            found[f"{name}_log_likelihood"] = fit.log_likelihood
            found[f"{name}_customers"] = fit.customers
    if values.purchases is not None:
        found["repeat_buyers"] = values.purchases.repeat_buyers
    if values.spend is not None:
        found["left_out"] = values.spend.left_out
    return found


def restored(fit: dict[str, Any], *, method: str, horizon: float, yearly_discount: float) -> Worths:
    """The fit of a run, ready for `draw_worths`; `worth` itself is empty."""
    buying, paying = fit.get("bgnbd"), fit.get("gamma_gamma")
    purchases = spend = None
    if buying:
        purchases = Fit(
            **buying,
            log_covariance=np.array(fit["bgnbd_log_covariance"]),
            log_likelihood=fit["bgnbd_log_likelihood"],
            customers=fit["bgnbd_customers"],
            repeat_buyers=fit["repeat_buyers"],
        )
    if paying:
        spend = SpendFit(
            **paying,
            log_covariance=np.array(fit["gamma_gamma_log_covariance"]),
            log_likelihood=fit["gamma_gamma_log_likelihood"],
            customers=fit["gamma_gamma_customers"],
            left_out=fit["left_out"],
        )
    kind, mean, detail = cast("Method", method), fit["mean_spend"], fit["detail"]
    return Worths(np.zeros(0), kind, None, detail, horizon, yearly_discount, purchases, spend, mean)
