"""Seats, guests, and the list of those who wait."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from community.meetings import seats
from community.meetings.seats import Given, Party


@pytest.mark.parametrize(
    ("seats_", "taken", "had", "waited", "asked", "is_list", "expected"),
    [
        (None, 900, 0, 0, 5, False, Given(is_waiting=False, is_new=True)),
        (10, 9, 0, 0, 1, False, Given(is_waiting=False, is_new=True)),
        (10, 9, 0, 0, 2, False, Given(is_waiting=True, is_new=True)),
        (10, 9, 0, 0, 1, True, Given(is_waiting=True, is_new=True)),  # nobody is passed
        (10, 10, 3, 0, 1, True, Given(is_waiting=False, is_new=False)),  # fewer guests keep the seat
        (10, 9, 1, 0, 2, False, Given(is_waiting=False, is_new=False)),
        (10, 9, 1, 0, 2, True, None),  # one more guest does not pass those who wait
        (10, 10, 1, 0, 2, False, None),
        (10, 10, 0, 3, 2, True, Given(is_waiting=True, is_new=False)),  # smaller keeps its place in line
        (10, 10, 0, 1, 2, True, Given(is_waiting=True, is_new=True)),  # larger goes to its end
    ],
)
def test_an_answer_is_given_a_seat_or_a_place_in_line(
    seats_: int | None, taken: int, had: int, waited: int, asked: int, is_list: bool, expected: Given | None
) -> None:
    assert seats.give(seats_, taken, had=had, waited=waited, asked=asked, is_list=is_list) == expected


def up(count: int | None, taken: int, *sizes: int) -> list[int]:
    return [party.id for party in seats.moving_up(count, taken, [Party(n, size) for n, size in enumerate(sizes, 1)])]


def test_the_first_in_line_moves_up_first() -> None:
    assert up(10, 8, 1, 1, 1) == [1, 2]


def test_nobody_is_passed_by_a_smaller_party() -> None:
    assert up(10, 8, 3, 1) == []


def test_a_party_larger_than_all_seats_holds_nobody_up() -> None:
    assert up(4, 2, 5, 2) == [2]


def test_without_a_limit_all_move_up() -> None:
    assert up(None, 900, 5, 9) == [1, 2]


def test_seats_taken_away_leave_nothing_free() -> None:
    assert seats.free(5, 8) == 0
    assert up(5, 8, 1) == []


@given(some.integers(0, 40), some.integers(0, 40), some.lists(some.integers(1, 6), max_size=12))
def test_never_more_than_there_are_and_always_in_order(count: int, taken: int, sizes: list[int]) -> None:
    found = up(count, taken, *sizes)
    assert found == sorted(found)
    assert not found or taken + sum(sizes[n - 1] for n in found) <= count
    left = [n for n in range(1, len(sizes) + 1) if n not in found and sizes[n - 1] <= count]
    if left and taken <= count:
        assert taken + sum(sizes[n - 1] for n in found if n < left[0]) + sizes[left[0] - 1] > count


@given(some.integers(1, 8), some.lists(some.tuples(some.integers(0, 5), some.integers(0, 4)), max_size=60))
def test_whatever_people_answer_nobody_sits_on_another_and_nobody_is_passed(
    count: int, answers: list[tuple[int, int]]
) -> None:
    """Six people ask for so many seats, or none, again and again."""
    had: dict[int, int] = {}
    line: list[Party] = []
    for person, asked in answers:
        waited = next((party.size for party in line if party.id == person), 0)
        if not asked:
            had.pop(person, None)
            line = [party for party in line if party.id != person]
        elif asked <= count:
            others = any(party.id != person for party in line)
            taken, mine = sum(had.values()), had.get(person, 0)
            told = seats.give(count, taken, had=mine, waited=waited, asked=asked, is_list=others)
            if told is None:
                continue
            if told.is_waiting and not told.is_new:
                line = [Party(person, asked) if party.id == person else party for party in line]
            else:
                line = [party for party in line if party.id != person]
                if told.is_waiting:
                    line.append(Party(person, asked))
                else:
                    had[person] = asked
        for party in seats.moving_up(count, sum(had.values()), line):
            assert party == line[0]
            had[party.id] = line.pop(0).size
        assert sum(had.values()) <= count
        assert not line or sum(had.values()) + line[0].size > count
