"""Quintiles and the named segments."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from voting.value.segments import SEGMENTS, quintiles, score


def test_ten_customers_fall_into_five_pairs() -> None:
    assert list(quintiles(np.arange(10.0))) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_equal_customers_score_the_same() -> None:
    assert list(quintiles(np.array([1.0, 1.0, 1.0, 1.0, 9.0]))) == [1, 1, 1, 1, 5]
    assert list(quintiles(np.full(3, 7.0))) == [1, 1, 1]
    assert len(quintiles(np.zeros(0))) == 0


@pytest.mark.parametrize(
    ("customer", "segment"),
    [
        ((1, 30, 900.0), "champions"),
        ((1, 30, 2.0), "loyal"),
        ((1, 1, 5.0), "new"),
        ((1, 2, 5.0), "promising"),
        ((400, 30, 5.0), "at_risk"),
        ((400, 1, 900.0), "at_risk"),
        ((400, 1, 5.0), "dormant"),
    ],
)
def test_a_customer_is_named_by_the_first_rule_that_fits(customer: tuple[int, int, float], segment: str) -> None:
    base = [(day * 10, 1 + day % 10, 10.0 * (1 + day % 10)) for day in range(50)]
    idle, purchases, money = (np.array(column) for column in zip(*base, customer, strict=True))
    assert score(idle.astype(float), purchases, money.astype(float)).names[-1] == segment


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        score(np.zeros(1), np.zeros(2, dtype=np.int64), np.zeros(2))
    with pytest.raises(ValueError, match="finite"):
        score(np.array([np.nan]), np.zeros(1, dtype=np.int64), np.zeros(1))


@given(
    st.integers(0, 40).flatmap(
        lambda size: st.tuples(
            hnp.arrays(np.float64, size, elements=st.integers(0, 400).map(float)),
            hnp.arrays(np.int64, size, elements=st.integers(1, 9)),
            hnp.arrays(np.float64, size, elements=st.integers(-50, 500).map(float)),
        )
    ),
    st.randoms(use_true_random=False),
)
def test_everyone_has_one_segment_whatever_the_order_of_the_file(rows: tuple[Any, Any, Any], random: Any) -> None:
    scores = score(*rows)
    order = list(range(len(rows[0])))
    random.shuffle(order)
    shuffled = score(*(column[order] for column in rows))
    assert set(scores.names) <= set(SEGMENTS)
    assert [scores.names[row] for row in order] == shuffled.names
    for part in (scores.recency, scores.frequency, scores.money):
        assert np.all((part >= 1) & (part <= 5))
