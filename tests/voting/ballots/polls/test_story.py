"""A ballot from its draft to its result, by each method."""

from __future__ import annotations

import pytest

from tests import cast
from tests import polls as made
from voting.ballots import marks, poll_queries, polls
from voting.ballots.models import BallotState
from voting.ballots.tally.methods import METHODS

pytestmark = pytest.mark.usefixtures("home")
WIDE_FIRST = {
    "approvals": [1, 0, 0],
    "scores": [5, 3, 0],
    "dots": [6, 4, 0],
    "credits": [9, 4, 0],
    "ranks": [1, 2, 0],
    "picks": [1, 0],
    "projects": [1, 0, 0],
}


SEEN = ("shared-approval", "wins")
"""Methods that no ballot is held by: another one is told beside them."""


def test_what_a_voter_gives_is_called_the_same_where_it_is_counted() -> None:
    assert dict(marks.KINDS) == {method: METHODS[method].kind.value for method in METHODS if method not in SEEN}


@pytest.mark.parametrize("method", marks.KINDS)
async def test_a_ballot_is_held_and_counted_by_every_method(method: str) -> None:
    voters = [await cast.member("ada"), await cast.member("ben")]
    ballot = await made.opened(method)
    assert (ballot.state, ballot.electors) == (BallotState.OPEN, 3)
    options = await made.numbers(ballot)
    given = dict(zip(options, WIDE_FIRST[ballot.kind], strict=False))
    codes = []
    with made.while_open():
        for voter in voters:
            receipt = await polls.cast(voter, ballot.id, given)
            assert receipt.is_in_time
            codes.append(receipt.code)
        mine = await poll_queries.mine(voters[0], ballot.id)
    assert mine.code == codes[0]
    result = await made.closed(ballot)
    assert result.plain.winners[0] == options[0]
    assert (result.cast, result.electors, result.blank) == (2, 3, 0)
    assert result.beside.method == METHODS[method].beside
    assert (await poll_queries.mine(voters[0], ballot.id)).code == ""
    found = await poll_queries.by_receipt(ballot.id, codes[0].lower())
    assert found is not None
