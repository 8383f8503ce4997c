"""What a target names, and its last day."""

from __future__ import annotations

from datetime import date

import pytest

from voting.roadmap.targets import last_day, quarter


@pytest.mark.parametrize(
    ("target", "day"),
    [
        ("2027 Q1", date(2027, 3, 31)),
        ("T2 2027", date(2027, 6, 30)),
        ("2027-T4", date(2027, 12, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("2027-03-15", date(2027, 3, 15)),
        ("2027", date(2027, 12, 31)),
        ("2027-13", None),
        ("2027-02-30", None),
        ("0000", None),
        ("when the thread is here", None),
        ("", None),
    ],
)
def test_a_target_ends_on_a_day_or_names_none(target: str, day: date | None) -> None:
    assert last_day(target) == day


def test_a_day_lies_in_its_quarter() -> None:
    assert [quarter(date(2027, month, 1)) for month in (1, 3, 4, 12)] == ["2027 Q1", "2027 Q1", "2027 Q2", "2027 Q4"]
