"""A ballot while it is filled in: presses that move, what is typed stays, sums."""

from __future__ import annotations

import pytest

from voting.ballots import booth
from voting.ballots.booth import Choice
from voting.ballots.marks import Fault

CHOICES = [Choice(7, "Bench", cost=600), Choice(8, "Van", cost=500), Choice(9, "Laces", cost=300)]
IDS = [7, 8, 9]


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("up:9", [7, 9, 8]),
        ("up:7", [7, 8, 9]),
        ("down:7", [8, 7, 9]),
        ("down:9", [7, 8, 9]),
        ("first:9", [9, 7, 8]),
        ("last:7", [8, 9, 7]),
        ("out:8", [7, 9]),
        ("add:8", [7, 9, 8]),
        ("up:77", [7, 8, 9]),
        ("sideways:7", [7, 8, 9]),
        ("", [7, 8, 9]),
        ("up:٣", [7, 8, 9]),
    ],
)
def test_one_press_moves_one_option(move: str, order: list[int]) -> None:
    held = {7: "1", 8: "2", 9: "3"}
    after = booth.moved("borda", held, move, IDS, 0)
    assert sorted(after, key=lambda one: int(after[one])) == order


def test_what_was_left_out_is_ranked_last() -> None:
    assert booth.moved("borda", {7: "1"}, "add:9", IDS, 0) == {7: "1", 9: "2"}


def test_a_ranking_is_read_from_its_order_and_forgets_what_is_not_there() -> None:
    assert booth.typed("stv", {"order": ["9", "7", "9", "1000", "x"]}, IDS) == {9: "1", 7: "2"}


def test_dots_go_up_and_down_within_what_there_is() -> None:
    assert booth.moved("dots", {7: "4"}, "more:7", IDS, 5) == {7: "5"}
    assert booth.moved("dots", {7: "5"}, "more:7", IDS, 5) == {7: "5"}
    assert booth.moved("dots", {}, "less:7", IDS, 5) == {7: "0"}
    assert booth.moved("dots", {7: "many"}, "more:7", IDS, 5) == {7: "1"}


def test_credits_cost_the_square_of_their_votes() -> None:
    sheet = booth.sheet("quadratic", CHOICES, {7: "3", 8: "2"}, 10)
    assert (sheet.spent, sheet.left, sheet.over) == (13, -3, 3)


def test_a_budget_adds_up_what_is_ticked() -> None:
    sheet = booth.sheet("knapsack", CHOICES, {7: "1", 9: "1"}, 1000)
    assert (sheet.spent, sheet.left, sheet.over) == (900, 100, 0)


def test_what_is_wrong_stands_with_its_option_and_what_was_typed_stays() -> None:
    sheet = booth.sheet("dots", CHOICES, {7: "-3"}, 5, [Fault("Too few.", 7), Fault("Too many in all.")])
    assert sheet.lines[0].value == "-3"
    assert [line.wrong for line in sheet.lines] == ["Too few.", "", ""]
    assert sheet.faults == ("Too many in all.",)


def test_a_ranking_parts_what_is_ranked_from_what_is_left_out() -> None:
    sheet = booth.sheet("schulze", CHOICES, {9: "1", 7: "2"}, 0)
    assert [line.choice.title for line in sheet.ranked] == ["Laces", "Bench"]
    assert [line.choice.title for line in sheet.out] == ["Van"]
    assert sheet.marked == sheet.ranked
