"""When meetings that come again begin, through nights in which clocks change."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from community.meetings import recurrence

PARIS = "Europe/Paris"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def first(rule: str, begins: str, most: int, zone: str = PARIS) -> list[str]:
    return [f"{one:%Y-%m-%d %H:%M}" for one in islice(recurrence.occurrences(rule, at(begins), zone), most)]


@pytest.mark.parametrize(
    ("repeat", "begins", "expected"),
    [
        ("weekly", "2026-12-12 09:30", ["2026-12-12 09:30", "2026-12-19 09:30", "2026-12-26 09:30"]),
        ("fortnightly", "2026-12-12 09:30", ["2026-12-12 09:30", "2026-12-26 09:30", "2027-01-09 09:30"]),
        ("monthly", "2026-12-12 09:30", ["2026-12-12 09:30", "2027-01-09 09:30", "2027-02-13 09:30"]),
        ("last", "2026-12-26 09:30", ["2026-12-26 09:30", "2027-01-30 09:30", "2027-02-27 09:30"]),
        ("dated", "2026-12-31 09:30", ["2026-12-31 09:30", "2027-01-31 09:30", "2027-03-31 09:30"]),
        ("yearly", "2028-02-29 09:30", ["2028-02-29 09:30", "2032-02-29 09:30", "2036-02-29 09:30"]),
    ],
)
def test_a_series_comes_as_it_was_chosen(repeat: str, begins: str, expected: list[str]) -> None:
    assert first(recurrence.rule(repeat, at(begins), PARIS), begins, 3) == expected


def test_the_hour_stays_when_the_clocks_change() -> None:
    rule = recurrence.rule("weekly", at("2026-10-18 09:30"), PARIS)
    found = [
        recurrence.moment(one, PARIS) for one in islice(recurrence.occurrences(rule, at("2026-10-18 09:30"), PARIS), 2)
    ]
    assert found == [datetime(2026, 10, 18, 7, 30, tzinfo=UTC), datetime(2026, 10, 25, 8, 30, tzinfo=UTC)]


def test_an_hour_that_is_skipped_is_read_with_the_offset_before_the_gap() -> None:
    assert recurrence.is_skipped(at("2027-03-28 02:30"), PARIS)
    assert recurrence.moment(at("2027-03-28 02:30"), PARIS) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert not recurrence.is_skipped(at("2026-10-25 02:30"), PARIS)
    assert recurrence.moment(at("2026-10-25 02:30"), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_series_leaves_out_the_skipped_hour_and_does_not_count_it() -> None:
    rule = recurrence.rule("weekly", at("2027-03-21 02:30"), PARIS, times=3)
    assert first(rule, "2027-03-21 02:30", 9) == ["2027-03-21 02:30", "2027-04-04 02:30", "2027-04-11 02:30"]


def test_the_last_day_is_included_whatever_the_hour() -> None:
    rule = recurrence.rule("weekly", at("2026-12-12 23:30"), PARIS, last_on=date(2026, 12, 26))
    assert rule.endswith("UNTIL=20261226T225959Z")
    assert len(first(rule, "2026-12-12 23:30", 9)) == 3


def test_a_series_without_end_is_followed_only_so_far() -> None:
    rule = recurrence.rule("weekly", at("2026-12-12 09:30"), PARIS)
    assert recurrence.is_endless(rule)
    assert len(first(rule, "2026-12-12 09:30", 10_000)) == recurrence.MOST


def test_a_rule_ends_before_one_of_its_beginnings() -> None:
    rule = recurrence.rule("weekly", at("2026-12-12 09:30"), PARIS, times=10)
    ended = recurrence.ended_before(rule, at("2026-12-26 09:30"), PARIS)
    assert first(ended, "2026-12-12 09:30", 9) == ["2026-12-12 09:30", "2026-12-19 09:30"]


@pytest.mark.parametrize(
    ("repeat", "new", "expected"),
    [
        ("weekly", "2026-12-20 10:00", ["2026-12-20 10:00", "2026-12-27 10:00"]),
        ("monthly", "2027-01-16 10:00", ["2027-01-16 10:00", "2027-02-20 10:00"]),
        ("last", "2027-01-29 10:00", ["2027-01-29 10:00", "2027-02-26 10:00"]),
        ("dated", "2027-01-13 10:00", ["2027-01-13 10:00", "2027-02-13 10:00"]),
    ],
)
def test_a_rule_follows_the_one_it_is_moved_with(repeat: str, new: str, expected: list[str]) -> None:
    old = {"weekly": "2026-12-19 09:30", "monthly": "2027-01-09 09:30", "last": "2027-01-30 09:30"}.get(
        repeat, "2027-01-12 09:30"
    )
    rule = recurrence.rule(repeat, at(old), PARIS, times=5)
    moved = recurrence.moved(rule, at(old), at(new), PARIS, gone=1)
    assert first(moved, new, 2) == expected
    assert len(first(moved, new, 9)) == 4


@pytest.mark.parametrize("bad", ["FREQ=SECONDLY", "FREQ=WEEKLY;BYSETPOS=1", "", "RRULE:FREQ=DAILY"])
def test_a_rule_that_is_not_ours_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):
        first(bad, "2026-12-12 09:30", 1)
