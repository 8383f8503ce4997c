"""Where the lines of a result's drawings run."""

from __future__ import annotations

import re

import pytest

from voting.ballots import drawings
from voting.ballots.drawings import NOBODY

ROUNDS = [
    {"a": 62, "b": 71, "c": 38, NOBODY: 0},
    {"a": 85, "b": 84, NOBODY: 2},
    {"a": 101, NOBODY: 70},
]


def test_votes_that_stay_and_votes_that_go_on_add_up_to_what_there_was() -> None:
    assert drawings.moves(ROUNDS[0], ROUNDS[1]) == [
        ("a", "a", 62.0),
        ("b", "b", 71.0),
        ("c", "a", 23.0),
        ("c", "b", 13.0),
        ("c", NOBODY, 2.0),
    ]


def test_a_surplus_leaves_its_holder_with_the_quota() -> None:
    found = drawings.moves({"a": 42, "b": 26, NOBODY: 0}, {"a": 34, "b": 33.5, NOBODY: 0.5})
    assert ("a", "a", 34.0) in found
    assert [move for move in found if move[0] == "a" and move[1] != "a"] == [("a", "b", 7.5), ("a", NOBODY, 0.5)]


@pytest.mark.parametrize("draw", [drawings.wide_flow, drawings.tall_flow])
def test_ribbons_start_and_end_within_the_boxes_they_join(draw: object) -> None:
    flow = draw(ROUNDS, ["a", "b", "c"])  # type: ignore[operator]
    assert len(flow.ribbons) == 5 + 4
    for ribbon in flow.ribbons:
        numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*", ribbon.path)]
        assert all(-0.1 <= number <= max(flow.width, flow.height) + 0.1 for number in numbers)


def test_a_count_of_many_rounds_is_drawn_from_its_last_ones() -> None:
    rounds = [{"a": n, "b": 20 - n} for n in range(10)]
    assert [number for number, _totals in drawings.shown_rounds(rounds)] == [5, 6, 7, 8, 9, 10]
    assert [number for number, _x in drawings.wide_flow(rounds, ["a", "b"]).columns] == [5, 6, 7, 8, 9, 10]


def test_five_options_have_a_colour_and_the_rest_are_quiet() -> None:
    found = drawings.colours("abcdefg")
    assert [found[key] for key in "abcdefg"] == [1, 2, 3, 4, 5, 0, 0]
    assert drawings.letters([str(n) for n in range(27)])["26"] == "A2"


def test_intervals_share_one_line_with_their_zero() -> None:
    found, zero = drawings.spans([-1.0, 0.5], [0.0, 1.0], [1.0, 3.0])
    assert found[0].low == 4
    assert found[1].high == 196
    assert zero == found[0].mid == 52.0


def test_nothing_cast_draws_nothing_long() -> None:
    assert drawings.widths([0, 0]) == [0.0, 0.0]
    assert drawings.widths([]) == []
