"""Where quarters part, as a table."""

from __future__ import annotations

import pytest

from ambassadors.influence import plot
from ambassadors.influence.plot import Cut, Point

CUT = Cut(worth=100.0, least=10.0, most=10_000.0)


@pytest.mark.parametrize(
    ("amount", "percentile", "quarter"),
    [
        (100.0, 50.0, "pillars"),
        (10_000.0, 99.9, "pillars"),
        (99.9, 50.0, "voices"),
        (10.0, 99.0, "voices"),
        (100.0, 49.9, "quiet"),
        (5_000.0, None, "quiet"),
        (99.0, 0.0, "neighbours"),
        (10.0, None, "neighbours"),
    ],
)
def test_a_customer_stands_in_one_quarter(amount: float, percentile: float | None, quarter: str) -> None:
    found = plot.placed(Point(amount, percentile), CUT)
    assert found.quarter == quarter
    assert (found.across >= plot.COLUMNS // 2) == (quarter in ("pillars", "quiet"))
    assert (found.up > plot.ROWS // 2) == (quarter in ("pillars", "voices"))
    assert 0 <= found.across < plot.COLUMNS
    assert 0 <= found.up <= plot.ROWS


@pytest.mark.parametrize(
    ("amounts", "worth", "least", "most"),
    [
        ([5.0], 5.0, 5.0, 5.0),
        ([1.0, 2.0, 9.0], 2.0, 1.0, 9.0),
        ([1.0, 2.0, 4.0, 9.0], 3.0, 1.0, 9.0),
        ([0.0] * 4, 0.0, 0.0, 0.0),
    ],
)
def test_much_is_the_median_or_more(amounts: list[float], worth: float, least: float, most: float) -> None:
    assert plot.cut(amounts) == Cut(worth, least, most)


def test_equal_customers_stand_together_and_nobody_is_no_cut() -> None:
    by = plot.cut([7.0] * 9)
    assert {plot.placed(Point(7.0, None), by) for _ in range(9)} == {plot.placed(Point(7.0, None), by)}
    assert plot.placed(Point(7.0, 80.0), by).quarter == "pillars"
    with pytest.raises(ValueError, match="nobody"):
        plot.cut([])


@pytest.mark.parametrize(
    ("low", "high", "unsure"), [(40, 60, True), (50, 60, False), (10, 49.9, False), (49.9, 50, True)]
)
def test_chance_may_move_one_over_the_middle(low: float, high: float, unsure: bool) -> None:
    assert plot.placed(Point(1.0, (low + high) / 2, low, high), CUT).is_unsure is unsure


def test_the_area_of_a_dot_is_its_customers() -> None:
    assert plot.radius(100, 100) == 9
    assert plot.radius(25, 100) == 4.5
    assert plot.radius(1, 10_000) == 2
    assert plot.radius(0, 0) == 0
