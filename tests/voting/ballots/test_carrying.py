"""Who casts for whom, and for how many."""

from __future__ import annotations

import pytest

from voting.ballots.carrying import Given, holders, limit


@pytest.mark.parametrize(
    ("members", "most"), [(0, 2), (1, 2), (29, 2), (30, 3), (49, 4), (50, 5), (51, 5), (10_000, 5)]
)
def test_a_member_carries_a_tenth_of_the_votes_between_two_and_five(members: int, most: int) -> None:
    assert limit(members) == most


def test_what_is_given_for_one_ballot_goes_before_what_is_given_for_each() -> None:
    given = [Given(1, 2, only=7), Given(1, 3), Given(4, 3), Given(5, 6, only=8)]
    assert holders(given, 7) == {1: 2, 4: 3}
    assert holders(given, 8) == {1: 3, 4: 3, 5: 6}


def test_two_who_gave_to_one_another_each_have_a_holder() -> None:
    assert holders([Given(1, 2), Given(2, 1)], 7) == {1: 2, 2: 1}
