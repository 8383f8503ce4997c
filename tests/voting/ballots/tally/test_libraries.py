"""The same ballots through another implementation, votelib: where no rule for equals was needed, both elect alike."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from votelib.component.rankscore import Borda
from votelib.convert import (
    ApprovalToSimpleVotes,
    RankedToCondorcetVotes,
    RankedToPositionalVotes,
    ScoreToSimpleVotes,
)
from votelib.evaluate.cardinal import STAR
from votelib.evaluate.condorcet import Schulze
from votelib.evaluate.sequential import TransferableVoteSelector

from tests.voting.ballots.tally.profiles import letters, poll
from voting.ballots.tally.methods import Kind, Poll, count
from voting.ballots.tally.profile import Outcome, gathered

NAMES = "ABCDE"
profiles = st.lists(st.permutations(NAMES).map("".join), min_size=9, max_size=60).map(Counter)
scores = st.lists(st.tuples(*[st.integers(0, 5)] * len(NAMES)), min_size=5, max_size=40).map(Counter)
some = settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def without_equals(profile: Counter[str], method: str, seats: int = 1) -> Outcome:
    outcome = count(poll(NAMES, tuple((n, order) for order, n in profile.items()), seats), method)
    assume(not any(one.parted_by for one in outcome.rounds))
    return outcome


def as_orders(profile: Counter[str]) -> dict[tuple[str, ...], int]:
    return {tuple(order): n for order, n in profile.items()}


@some
@given(profiles)
def test_schulze(profile: Counter[str]) -> None:
    outcome = without_equals(profile, "schulze")
    theirs = Schulze().evaluate(RankedToCondorcetVotes().convert(as_orders(profile)), 1)
    assert theirs == [NAMES[outcome.winners[0]]]


@pytest.mark.parametrize("seats", [1, 2, 3])
@some
@given(profile=profiles)
def test_transfers(profile: Counter[str], seats: int) -> None:
    outcome = without_equals(profile, "stv", seats)
    selector = TransferableVoteSelector(transferer="Gregory", quota_function="droop")
    try:
        theirs = selector.evaluate(as_orders(profile), seats)
    except NotImplementedError:  # votelib goes on excluding once the seats are filled, and has no rule for equals
        reject()
    assert sorted(theirs) == sorted(letters(NAMES, outcome.winners))


@some
@given(profiles)
def test_instant_runoff(profile: Counter[str]) -> None:
    outcome = without_equals(profile, "instant-runoff")
    try:
        theirs = TransferableVoteSelector(quota_function="droop").evaluate(as_orders(profile), 1)
    except NotImplementedError:
        reject()
    assert theirs == [NAMES[outcome.winners[0]]]


@some
@given(profiles)
def test_borda(profile: Counter[str]) -> None:
    outcome = count(poll(NAMES, tuple((n, order) for order, n in profile.items()), 1), "borda")
    theirs = RankedToPositionalVotes(Borda(base=0)).convert(as_orders(profile))
    assert dict(zip(NAMES, outcome.rounds[0].totals, strict=True)) == {name: theirs.get(name, 0) for name in NAMES}


@some
@given(scores)
def test_score(profile: Counter[tuple[int, ...]]) -> None:
    outcome = count(Poll(Kind.SCORES, gathered(NAMES, list(profile.elements()))), "score")
    votes = {frozenset(zip(NAMES, row, strict=True)): n for row, n in profile.items()}
    theirs = ScoreToSimpleVotes(function="sum").convert(votes)
    assert dict(zip(NAMES, outcome.rounds[0].totals, strict=True)) == {name: theirs.get(name, 0) for name in NAMES}


@some
@given(scores)
def test_shared_approval(profile: Counter[tuple[int, ...]]) -> None:
    ballots = gathered(NAMES, [[int(score > 2) for score in row] for row in profile.elements()])
    outcome = count(Poll(Kind.APPROVALS, ballots), "shared-approval")
    chosen = Counter(
        frozenset(n for n, score in zip(NAMES, row, strict=True) if score > 2) for row in profile.elements()
    )
    theirs = ApprovalToSimpleVotes(split=True).convert({names: many for names, many in chosen.items() if names})
    assert outcome.rounds[0].totals == pytest.approx([float(theirs.get(name, 0)) for name in NAMES])
    assert theirs.get(NAMES[outcome.winners[0]], 0) == max(theirs.values(), default=0)


@some
@given(scores)
def test_star(profile: Counter[tuple[int, ...]]) -> None:
    outcome = count(Poll(Kind.SCORES, gathered(NAMES, list(profile.elements()))), "star")
    assume(not any(one.parted_by for one in outcome.rounds))
    votes = {frozenset(zip(NAMES, row, strict=True)): n for row, n in profile.items()}
    assert STAR().evaluate(votes, 1) == [NAMES[outcome.winners[0]]]
