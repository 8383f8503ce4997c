"""From orders to histories: days, refunds and the as-of day."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from voting.value.summary import histories
from voting.value.worth import mean_repeat_spend


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
