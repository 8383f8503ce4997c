"""Everybody's worth in one run as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel import db

CHUNK = 20_000
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """One row per customer, by id; `amount` in minor units, `modelled` where the fit and not a word says so."""

    customer: Ints
    amount: Floats
    modelled: NDArray[np.bool_]
    rfm: list[str]
    source: list[str]
    x: Ints
    t_x: Floats
    t: Floats
    mean_spend: Floats


async def worths(run_id: int) -> Table:
    """All worths of a run."""
    rows: list[db.Row] = []
    last = 0
    while found := await db.rows(
        "SELECT id, customer_id, amount, source, rfm, x, t_x, t, mean_spend FROM worth "
        f"WHERE run_id = ? AND id > ? ORDER BY id LIMIT {CHUNK}",
        run_id,
        last,
    ):
        last = found[-1]["id"]
        rows += found
    rows.sort(key=lambda row: int(row["customer_id"]))
    source = [row["source"] for row in rows]
    return Table(
        customer=np.array([row["customer_id"] for row in rows], dtype=np.int64),
        amount=np.array([row["amount"] for row in rows], dtype=float),
        modelled=np.array([name == "model" for name in source], dtype=bool),
        rfm=[row["rfm"] for row in rows],
        source=source,
        x=np.array([row["x"] for row in rows], dtype=np.int64),
        t_x=np.array([row["t_x"] for row in rows], dtype=float),
        t=np.array([row["t"] for row in rows], dtype=float),
        mean_spend=np.array([row["mean_spend"] or 0.0 for row in rows], dtype=float),
    )
