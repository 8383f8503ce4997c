"""Targets as teams write them, and the last day each means."""

from __future__ import annotations

from datetime import date

import pytest

from voting.roadmap.targets import last_day, quarter


@pytest.mark.parametrize(
    ("target", "day"),
    [
        ("2027 Q1", date(2027, 3, 31)),
        ("2027-Q2", date(2027, 6, 30)),
        ("2027q3", date(2027, 9, 30)),
        ("T4 2027", date(2027, 12, 31)),
        ("Q1-2028", date(2028, 3, 31)),
        (" 2027 ", date(2027, 12, 31)),
        ("2027-02", date(2027, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2027-03-15", date(2027, 3, 15)),
        ("9998", date(9998, 12, 31)),
    ],
)
def test_a_target_that_names_a_time_ends_on_its_last_day(target: str, day: date) -> None:
    assert last_day(target) == day


@pytest.mark.parametrize(
    "target",
    [
        "",
        "soon",
        "when the press is mended",
        "2027 Q5",
        "2027 Q0",
        "2027-13",
        "2027-00",
        "2027-02-30",
        "2027-03-00",
        "2027-00-10",
        "0000",
        "0000-01-01",
        "9999",
        "9999-12-31",
        "20270",
        "2027 Q1 or Q2",
    ],
)
def test_words_that_name_no_time_have_no_day(target: str) -> None:
    assert last_day(target) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_a_quarter_is_a_target_that_holds_its_day(month: int) -> None:
    day = date(2027, month, 15)
    end = last_day(quarter(day))
    assert end is not None
    assert day < end
    assert (end - day).days < 92
