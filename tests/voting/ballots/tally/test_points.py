"""Methods that add up marks, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ballots.tally import points
from voting.ballots.tally.methods import Kind, Poll, beside, count
from voting.ballots.tally.profile import LOT, Ballots, gathered


def marks(*rows: tuple[int, ...]) -> Ballots:
    return gathered("ABCD"[: len(rows[0])], rows)


@pytest.mark.parametrize(
    ("method", "rows", "totals", "winners", "by"),
    [
        (points.approval, [(1, 1, 0), (0, 1, 0), (1, 1, 1)], (2, 3, 1), (1,), ""),
        (points.approval, [(1, 0, 0), (0, 1, 0)], (1, 1, 0), (0,), LOT),
        (points.score, [(5, 4, 0), (0, 4, 5), (3, 4, 1)], (8, 12, 6), (1,), ""),
        (points.score, [(5, 4, 0), (3, 4, 0)], (8, 8, 0), (0,), "fives"),
        (points.dots, [(5, 1, 0), (0, 2, 3), (0, 2, 0)], (5, 5, 3), (1,), "givers"),
        (points.quadratic, [(3, 0, 0), (0, 2, 2), (0, 2, 1)], (3, 4, 3), (1,), ""),
    ],
)
def test_sums(method: object, rows: list[tuple[int, ...]], totals: object, winners: object, by: str) -> None:
    assert callable(method)
    outcome = method(marks(*rows))
    assert (outcome.rounds[0].totals, outcome.winners, outcome.rounds[0].parted_by) == (totals, winners, by)


def test_star_elects_whom_more_prefer_of_the_two_with_the_highest_sums() -> None:
    # Capital of Tennessee, scores after the distances: Nashville leads and wins; star.vote's textbook example.
    rows = [*[(5, 2, 1, 0)] * 42, *[(0, 5, 2, 2)] * 26, *[(0, 3, 5, 4)] * 15, *[(0, 2, 4, 5)] * 17]
    outcome = points.star(gathered("MNCK", rows))
    assert outcome.rounds[0].totals == (210, 293, 237, 197)
    assert outcome.rounds[0].elected == (1, 2)
    assert outcome.rounds[1].totals == (None, 68, 32, None)
    assert outcome.winners == (1,)


def test_a_runoff_may_turn_the_scores_round() -> None:
    outcome = points.star(marks(*[(5, 4, 0)] * 3, *[(0, 5, 1)] * 1, *[(0, 0, 5)] * 1))
    assert outcome.rounds[0].totals == (15, 17, 6)
    assert outcome.winners == (0,)
    assert outcome.rounds[1].about == {"equal": 1}
    assert beside(Poll(Kind.SCORES, marks((5, 4, 0), (5, 4, 0))), "star") is not None


@pytest.mark.parametrize(
    ("rows", "finalists", "by"),
    [
        ([(5, 3, 2, 0), (0, 2, 3, 1), (0, 1, 1, 1)], (1, 2), ""),
        ([(5, 1, 2, 3), (5, 3, 2, 0), (5, 2, 1, 2), (5, 0, 1, 1)], (0, 3), "preferred"),
        ([(5, 1, 5), (5, 4, 0)], (0, 2), "fives"),
        ([(5, 1, 1), (5, 1, 1)], (0, 1), LOT),
    ],
)
def test_equals_in_the_scoring_round_are_parted_as_its_protocol_says(
    rows: list[tuple[int, ...]], finalists: tuple[int, int], by: str
) -> None:
    first = points.star(marks(*rows)).rounds[0]
    assert (tuple(sorted(first.elected)), first.parted_by) == (finalists, by)


def test_equals_in_the_runoff_are_parted_by_the_sum_then_fives_then_lot() -> None:
    assert points.star(marks((5, 0), (0, 4))).rounds[1].parted_by == "totals"
    assert points.star(marks((5, 3), (0, 2))).rounds[1].parted_by == "fives"
    assert points.star(marks((5, 0), (0, 5))).rounds[1].parted_by == LOT


def test_star_fills_more_places_one_by_one() -> None:
    outcome = points.star(marks((5, 4, 0, 1), (4, 5, 0, 1), (5, 4, 1, 0)), 3)
    assert len(outcome.winners) == 3
    assert outcome.winners[:2] == (0, 1)
    assert points.star(marks((1,)), 2).winners == (0,)


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 4), min_size=1, max_size=40))
def test_sums_are_those_of_plain_python(rows: list[tuple[int, ...]]) -> None:
    ballots = gathered("ABCD", rows)
    assert points.score(ballots).rounds[0].totals == tuple(sum(row[i] for row in rows) for i in range(4))
    assert points.approval(ballots).rounds[0].totals == tuple(sum(row[i] > 0 for row in rows) for i in range(4))
    star = points.star(ballots)
    one, other = star.rounds[0].elected
    prefer = [sum(row[i] > row[j] for row in rows) for i, j in ((one, other), (other, one))]
    assert star.winners == ((one,) if prefer[0] > prefer[1] else (other,)) or prefer[0] == prefer[1]


def test_a_method_says_which_ballots_it_cannot_count() -> None:
    poll = Poll(Kind.SCORES, marks((1, 2)))
    assert count(poll, "approval").winners == (0,)
    with pytest.raises(ValueError, match="stv cannot count scores"):
        count(poll, "stv")
    with pytest.raises(ValueError, match="none of the methods"):
        count(poll, "acclamation")
