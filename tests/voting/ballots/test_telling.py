"""Results explain themselves: headline, rounds in sentences, the table, another method beside."""

from __future__ import annotations

import numpy as np
import pytest

from kernel import i18n
from tests.voting.ballots.stories import counted
from tests.voting.ballots.tally.profiles import FOOD_BALLOTS, TENNESSEE, TENNESSEE_BALLOTS, poll
from voting.ballots import telling
from voting.ballots.tally.methods import METHODS, Kind, Poll
from voting.ballots.tally.profile import gathered

TREES = "Ash Birch Cedar Date"


def test_an_instant_runoff_is_told_round_by_round() -> None:
    story = telling.story(*counted(poll("MNCK", TENNESSEE_BALLOTS), "instant-runoff", TENNESSEE))
    assert story.headline == "“Knoxville” wins in round 3"
    assert story.share == "58%"
    assert [one.title for one in story.rounds] == ["Round 1", "Round 2", "Round 3"]
    assert "15 to “Knoxville”" in story.rounds[1].lines[0]
    assert story.rounds[2].lines[-1] == "“Knoxville” has 58 votes; 51 were needed."
    assert story.table is not None
    rows = {row.name: [cell.text for cell in row.cells] for row in story.table.rows}
    assert rows["Nashville"] == ["26", "26", "out"]
    assert rows["Chattanooga"] == ["15", "out", "–"]
    assert story.drawing == "flow"


def test_it_says_who_would_have_won_by_another_method() -> None:
    story = telling.story(*counted(poll("MNCK", TENNESSEE_BALLOTS), "instant-runoff", TENNESSEE))
    own, other = story.methods
    assert (own.is_same, own.sentence) == (True, "“Knoxville”, 58 to 42")
    assert (other.is_same, other.small) == (False, "“Nashville” instead of “Knoxville”")


def test_a_surplus_is_told_with_where_it_went() -> None:
    names = "Oranges Pears Chocolate Strawberries Hamburgers"
    story = telling.story(*counted(poll("OPCSH", FOOD_BALLOTS, 3), "stv", names))
    assert story.headline == "“Chocolate”, “Oranges” and “Strawberries” have a place"
    assert "6 votes more than the quota" in story.rounds[1].lines[0]
    assert "4 to “Strawberries” and 2 to “Hamburgers”" in story.rounds[1].lines[0]


@pytest.mark.parametrize("method", ["approval", "score", "star", "dots", "quadratic", "borda", "schulze"])
def test_every_plain_method_names_its_winner_and_the_other_one(method: str) -> None:
    rows = [[3, 1, 2, 0], [3, 2, 1, 0], [1, 0, 2, 3], [3, 0, 1, 2]]
    if METHODS[method].kind == Kind.RANKS:
        rows = [[1, 2, 3, 4], [1, 3, 2, 4], [1, 2, 0, 0], [2, 1, 0, 0]]
    if method == "approval":
        rows = [[1, 0, 0, 1], [1, 1, 0, 0], [1, 0, 1, 0]]
    story = telling.story(*counted(Poll(METHODS[method].kind, gathered("abcd", rows)), method, TREES))
    assert story.headline == "“Ash” wins"
    assert story.table is not None
    assert story.table.rows[0].name == "Ash"
    assert story.table.rows[0].is_winner
    assert story.drawing in ("bars", "duels")


@pytest.mark.parametrize("method", ["knapsack", "equal-shares"])
def test_a_budget_says_what_was_bought_and_what_is_left(method: str) -> None:
    rows = [[1, 1, 0], [1, 0, 0], [1, 0, 1]]
    polled = Poll(Kind.PROJECTS, gathered("abc", rows), 1, (600, 500, 300), 900)
    story = telling.story(*counted(polled, method, "Bench Van Laces"))
    assert story.headline in ("2 works are paid for", "1 work is paid for")
    assert story.rounds[0].title == "Step 1"
    assert "“Bench”, 3 votes, is bought for €600." in story.rounds[0].lines
    assert story.picture.parts[0].width == pytest.approx(133.3)


def test_strengths_come_with_their_intervals() -> None:
    wins = np.array([[0, 6], [2, 0]])
    story = telling.story(*counted(Poll(Kind.PICKS, gathered("ab", []), wins=wins), "pairwise", "Ash Birch"))
    strengths, zero = story.picture
    assert strengths[0].name == "Ash"
    assert strengths[0].span.low < strengths[0].span.mid < strengths[0].span.high
    assert 0 < zero < 200


def test_a_ballot_that_nobody_answered_decides_nothing() -> None:
    story = telling.story(*counted(Poll(Kind.APPROVALS, gathered("abcd", [])), "approval", TREES))
    assert story.headline == "Nobody voted, and so nothing is decided"
    assert story.drawing == ""


def test_a_quorum_that_was_missed_is_said() -> None:
    polled = Poll(Kind.APPROVALS, gathered("abcd", [[1, 0, 0, 0]]))
    story = telling.story(*counted(polled, "approval", TREES, electors=40, quorum=10))
    assert "binds nobody" in story.lede


def test_equals_say_what_parted_them() -> None:
    polled = Poll(Kind.APPROVALS, gathered("abcd", [[1, 1, 0, 0]]))
    story = telling.story(*counted(polled, "approval", TREES))
    assert story.rounds[0].lines == ("Equal in everything: the lot drawn before the ballot opened decided.",)


def test_a_result_speaks_french() -> None:
    with i18n.speaking("fr"):
        story = telling.story(*counted(poll("MNCK", TENNESSEE_BALLOTS), "instant-runoff", TENNESSEE))
    assert story.headline == "«\u00a0Knoxville\u00a0» l’emporte au tour 3"
