"""From orders to what the models read: repeat purchases, their last week, age and mean spend."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAYS_PER_WEEK = 7.0


@dataclass(frozen=True)
class History:
    """One row per customer who has bought by the as-of day; all arrays are `(n,)`.

    `customer` is the caller's index, ascending. `repeats` is x, the days with a purchase after the first; `recency` is
    t_x, the weeks from the first to the last of them; `age` is T, the weeks from the first purchase to the as-of day.
    `spend` is the mean over repeat days of the day's sum (0 where there are none), `total` the net spend so far.
    `refunds` counts the negative amounts seen, `orphans` those of them that precede every purchase and count nowhere.
    """

    customer: Ints
    repeats: Ints
    recency: Floats
    age: Floats
    spend: Floats
    total: Floats
    refunds: int = 0
    orphans: int = 0


def histories(customer: Ints, day: Ints, amount: Floats, *, as_of: int) -> History:
    """Summarise orders given as equally long arrays of customer index, day number (UTC) and amount (one currency).

    Orders after `as_of` are left out, those of the day itself are in. The purchases of one day are one, 0.00 is a
    purchase, a negative amount is a refund: it is no purchase and lowers the sum of the latest purchase day at or
    before it. Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way", section 5, for x, t_x and T.
    Raises ValueError for arrays of different lengths and for amounts that are not finite.
    """
    if not len(customer) == len(day) == len(amount):
        raise ValueError("customer, day and amount differ in length")
    if not np.all(np.isfinite(amount)):
        raise ValueError("an amount is not a finite number")
    kept = np.flatnonzero(day <= as_of)
    refund = amount[kept] < 0
    order = np.lexsort((refund, day[kept], customer[kept]))
    kept, refund = kept[order], refund[order]
    return _summarise(customer[kept], day[kept], amount[kept], refund, as_of)


def _summarise(customer: Ints, day: Ints, amount: Floats, refund: Flags, as_of: int) -> History:
    """`histories` on rows sorted by customer, day, and purchases before refunds."""
    opens = ~refund & _differs(customer, day, refund)
    visit = np.cumsum(opens) - 1
    owner, when = customer[opens], day[opens]
    settled = (visit >= 0) & (owner[np.maximum(visit, 0)] == customer) if len(owner) else np.zeros(len(customer), bool)
    sums = np.bincount(visit[settled], weights=amount[settled], minlength=len(owner))
    first = np.flatnonzero(np.diff(owner, prepend=owner[:1] - 1))
    visits = np.diff(np.append(first, len(owner)))
    total = np.add.reduceat(sums, first) if len(first) else np.zeros(0)
    repeats = visits - 1
    spend = np.where(repeats > 0, total - sums[first], 0.0) / np.maximum(repeats, 1)
    return History(
        customer=owner[first],
        repeats=repeats.astype(np.int64),
        recency=(when[first + repeats] - when[first]) / DAYS_PER_WEEK,
        age=(as_of - when[first]) / DAYS_PER_WEEK,
        spend=spend,
        total=total,
        refunds=int(refund.sum()),
        orphans=int((refund & ~settled).sum()),
    )


def _differs(customer: Ints, day: Ints, refund: Flags) -> Flags:
    """Whether a sorted row begins another customer, day or kind than the row before it."""
    changed = np.ones(len(customer), dtype=bool)
    changed[1:] = (np.diff(customer) != 0) | (np.diff(day) != 0) | (refund[1:] != refund[:-1])
    return changed
