"""Maximum likelihood over the logarithms of positive parameters, with the observed information."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Loss = Callable[[Floats], tuple[float, Floats]]

BOUND = 14.0
"""Largest logarithm a parameter may take; a fit that touches it has run away."""
WORST_LOG_ERROR = 2.0
"""Standard error of a logarithm (a factor of seven) above which the data do not determine a parameter."""


@dataclass(frozen=True)
class Unfit:
    """Why a model was not fitted: `reason` is a code for programs, `detail` the count that led to it."""

    reason: str
    detail: int = 0


@dataclass(frozen=True)
class Optimum:
    """Log parameters `(k,)`, their covariance `(k, k)` from the observed information, and the log-likelihood."""

    logs: Floats
    covariance: Floats
    log_likelihood: float


def maximise(loss: Loss, starts: Sequence[Sequence[float]], *, rows: int) -> Optimum | Unfit:
    """The best interior maximum over `starts`, or why there is none.

    `loss` gives minus the mean log-likelihood of `rows` observations and its gradient, both in log parameters.
    """
    answer: Optimum | Unfit = Unfit("not_converged")
    for start in starts:
        answer = _climb(loss, np.asarray(start, dtype=float), rows)
        if isinstance(answer, Optimum):
            return answer
    return answer


def _climb(loss: Loss, start: Floats, rows: int) -> Optimum | Unfit:
    from scipy.optimize import minimize  # half of what scipy takes to load, and only for a fit

    bounds = [(-BOUND, BOUND)] * len(start)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"gtol": 1e-6, "maxiter": 500})
    logs = np.asarray(found.x, dtype=float)
    if not np.isfinite(float(found.fun)) or bool(np.any(np.abs(logs) > BOUND - 0.5)):
        return Unfit("not_converged")
    logs = _polish(loss, logs)
    value, slope = loss(logs)
    if not np.all(np.isfinite(slope)) or float(np.max(np.abs(slope))) > 1e-5:
        return Unfit("not_converged")
    return _inform(logs, curvature(loss, logs) * rows, -value * rows)


def _inform(logs: Floats, information: Floats, log_likelihood: float) -> Optimum | Unfit:
    values = np.linalg.eigvalsh(information)
    if not np.all(np.isfinite(values)) or values[0] <= 0:
        return Unfit("poorly_determined")
    covariance = np.linalg.inv(information)
    if float(np.sqrt(np.max(np.diag(covariance)))) > WORST_LOG_ERROR:
        return Unfit("poorly_determined")
    return Optimum(logs, (covariance + covariance.T) / 2, log_likelihood)


def _polish(loss: Loss, logs: Floats) -> Floats:
    """Two Newton steps from a quasi-Newton answer; a step that does not improve is not taken."""
    for _ in range(2):
        value, slope = loss(logs)
        matrix = curvature(loss, logs)
        if not np.all(np.isfinite(matrix)) or np.linalg.eigvalsh(matrix)[0] <= 0:
            return logs
        step = logs - np.linalg.solve(matrix, slope)
        if float(np.max(np.abs(step - logs))) > 1.0 or not loss(step)[0] <= value + 1e-12:
            return logs
        logs = step
    return logs


def curvature(loss: Loss, logs: Floats, *, step: float = 1e-4) -> Floats:
    """The Hessian `(k, k)` of `loss` by central differences of its analytic gradient."""
    shifts = np.eye(len(logs)) * step
    rows = [(loss(logs + shift)[1] - loss(logs - shift)[1]) / (2 * step) for shift in shifts]
    matrix = np.array(rows)
    return np.asarray((matrix + matrix.T) / 2, dtype=float)
