"""What may be written on a ballot: every bad one is a line, and what is good is kept in one way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voting.ballots import marks
from voting.ballots.marks import Fault, Terms

FIVE = Terms(options=(1, 2, 3, 4, 5), points=10, budget=60, costs={1: 10, 2: 20, 3: 30, 4: 40, 5: 50})


def lines(method: str, sent: dict[str, list[str]], terms: Terms = FIVE) -> list[str]:
    found = marks.read(method, sent, terms)
    assert isinstance(found, list)
    return [fault.line for fault in found]


@pytest.mark.parametrize(
    ("method", "sent", "line"),
    [
        ("approval", {"option-9": ["1"]}, "This ballot has no such option."),
        ("approval", {"option-x": ["1"]}, "This ballot has no such option."),
        ("approval", {"option-99999999999999999999": ["1"]}, "This ballot has no such option."),
        ("approval", {"option-1": ["1", "1"]}, "This option is marked twice."),
        ("approval", {"option-1": ["2"]}, "Choose this option or leave it."),
        ("approval", {"option-1": ["-1"]}, "Choose this option or leave it."),
        ("approval", {}, "Nothing is marked. Mark an option, or cast a blank ballot."),
        ("score", {"option-1": ["6"]}, "It must be a whole number from 0 to 5."),
        ("score", {"option-1": ["-1"]}, "It must be a whole number from 0 to 5."),
        ("star", {"option-1": ["2.5"]}, "A whole number is needed."),
        ("star", {"option-1": ["٣"]}, "A whole number is needed."),
        ("dots", {"option-1": ["6"], "option-2": ["5"]}, "That is 1 dot too many."),
        ("dots", {"option-1": ["9" * 400]}, "It must be a whole number from 0 to 10."),
        ("dots", {"option-1": ["11"]}, "It must be a whole number from 0 to 10."),
        ("dots", {"option-1": ["-3"]}, "It must be a whole number from 0 to 10."),
        ("quadratic", {"option-1": ["3"], "option-2": ["2"]}, "That is 3 credits too many."),
        ("schulze", {"option-1": ["1"], "option-2": ["1"]}, "Rank 1 is given twice."),
        ("schulze", {"option-1": ["6"]}, "A rank is a whole number from 1 to 5, or nothing."),
        ("borda", {"order": ["1", "2", "1"]}, "This option is ranked twice."),
        ("borda", {"order": ["1", "two"]}, "This ballot has no such option."),
        ("stv", {"order": ["1"], "option-1": ["1"]}, "This option is ranked twice."),
        (
            "knapsack",
            {"option-4": ["on"], "option-3": ["on"]},
            "That costs more than the budget holds: untick something.",
        ),
        ("pairwise", {"option-1": ["1"]}, "Pick one of the two."),
        ("pairwise", {"option-1": ["1"], "option-2": ["1"]}, "Pick one of the two."),
        ("pairwise", {"option-1": ["1"], "option-2": ["0"], "option-3": ["0"]}, "Pick one of the two."),
    ],
)
def test_what_cannot_be_is_said(method: str, sent: dict[str, list[str]], line: str) -> None:
    assert lines(method, sent) == [line]


def test_too_few_and_too_many_options_are_said() -> None:
    terms = Terms((1, 2, 3), least=2, most=2)
    assert lines("approval", {"option-1": ["1"]}, terms) == ["Mark at least 2 options."]
    assert lines("approval", {f"option-{n}": ["1"] for n in (1, 2, 3)}, terms) == ["Mark at most 2 options."]


def test_least_asks_no_more_than_is_left_once_options_are_withdrawn() -> None:
    assert marks.read("approval", {"option-1": ["1"]}, Terms((1,), least=3)) == {1: 1}


@pytest.mark.parametrize(
    ("method", "sent", "kept"),
    [
        ("approval", {"option-2": ["on"], "option-1": ["1"], "option-3": ["0"]}, {1: 1, 2: 1}),
        ("score", {"option-1": ["0"], "option-2": [" 5 "], "option-3": [""]}, {2: 5}),
        ("stv", {"option-5": ["2"], "option-1": ["4"], "option-2": [""]}, {5: 1, 1: 2}),
        ("stv", {"order": ["3", "1", "5"]}, {3: 1, 1: 2, 5: 3}),
        ("quadratic", {"option-1": ["3"], "option-2": ["1"]}, {1: 3, 2: 1}),
        ("equal-shares", {"option-1": ["on"], "option-5": ["on"]}, {1: 1, 5: 1}),
        ("dots", {"blank": ["1"]}, {}),
    ],
)
def test_what_is_good_is_kept_in_one_way(method: str, sent: dict[str, list[str]], kept: dict[int, int]) -> None:
    assert marks.read(method, sent, FIVE) == kept


def test_of_a_pair_both_are_kept_and_neither_may_be_picked() -> None:
    assert marks.read("pairwise", {"option-5": ["1"], "option-2": ["0"]}, FIVE) == {2: 0, 5: 1}
    assert marks.check("pairwise", {2: 0, 5: 0}, FIVE) == []


def test_faults_of_numbers_name_their_option() -> None:
    assert marks.check("score", {1: 9, 2: 3}, FIVE) == [Fault("It must be a whole number from 0 to 5.", 1)]


def test_behind_a_withdrawn_option_the_others_move_up() -> None:
    assert marks.standing("schulze", {4: 1, 2: 2, 3: 3}, [2, 3]) == {2: 1, 3: 2}
    assert marks.standing("score", {4: 5, 2: 2}, [2, 3]) == {2: 2}


def test_equal_shares_ask_what_one_would_pay_for_and_a_knapsack_has_a_bottom() -> None:
    sent = {"option-4": ["on"], "option-3": ["on"]}
    assert isinstance(marks.read("knapsack", sent, FIVE), list)
    assert marks.read("equal-shares", sent, replace(FIVE, budget=0)) == {3: 1, 4: 1}
