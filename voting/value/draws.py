"""Everybody's worth in one run, drawn again under the joint uncertainty of its fit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voting.value import cells, fits
from voting.value.queries import Run
from voting.value.summary import History
from voting.value.tables import Table
from voting.value.worth import DRAWS, draw_worths

Floats = NDArray[np.float64]


def drawn(run: Run, table: Table, *, draws: int = DRAWS, seed: int = 1) -> Floats:
    """Worth `(draws, modelled)` in minor units of those the fit values; stated, default and simple worths have no spread."""
    own = np.flatnonzero(table.modelled)
    history = History(
        customer=table.customer[own],
        repeats=table.x[own],
        recency=table.t_x[own],
        age=table.t[own],
        spend=table.mean_spend[own],
        total=np.zeros(len(own)),
    )
    values = fits.restored(run.fit, method=run.method, horizon=run.horizon_weeks, yearly_discount=run.discount_rate)
    found = draw_worths(history, values, draws=draws, seed=seed)
    found *= 10 ** (cells.precision(run.currency) or 0)
    return found
