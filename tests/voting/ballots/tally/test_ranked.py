"""Ranked methods against elections whose result is published, and against what equals and empty ballots ask."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.ballots.tally.profiles import (
    ALASKA_BALLOTS,
    BURLINGTON_BALLOTS,
    FOOD_BALLOTS,
    IRELAND_BALLOTS,
    SCHULZE_BALLOTS,
    SURPLUS_BALLOTS,
    TENNESSEE_BALLOTS,
    letters,
    poll,
)
from voting.ballots.tally import duels, points, transfers
from voting.ballots.tally.methods import beside, count
from voting.ballots.tally.profile import LOT, gathered


@pytest.mark.parametrize(
    ("options", "ballots", "winner", "final"),
    [
        ("MNCK", TENNESSEE_BALLOTS, "K", {"M": 42, "K": 58}),
        ("MKW", BURLINGTON_BALLOTS, "K", {"K": 4314, "W": 4064}),
        ("BPL", ALASKA_BALLOTS, "L", {"L": 91266, "P": 86026}),
        ("RLC", IRELAND_BALLOTS, "R", {"R": 817830, "L": 731273}),
    ],
)
def test_instant_runoff_elects_whom_the_published_count_elected(
    options: str, ballots: tuple[tuple[int, str], ...], winner: str, final: dict[str, int]
) -> None:
    outcome = count(poll(options, ballots), "instant-runoff")
    last = outcome.rounds[-1].totals
    assert letters(options, outcome.winners) == winner
    assert {options[i]: n for i, n in enumerate(last) if n is not None} == final
    assert letters(options, count(poll(options, ballots), "stv").winners) == winner


def test_transfers_of_a_party_dinner_are_as_published() -> None:
    outcome = count(poll("OPCSH", FOOD_BALLOTS, 3), "stv")
    assert outcome.details["quota"] == 6
    assert letters("OPCSH", outcome.winners) == "COS"
    assert [one.totals for one in outcome.rounds] == [
        (4, 2, 12, 1, 1),
        (4, 2, 6, 5, 3),
        (6, None, 6, 5, 3),
        (6, None, 6, 5, None),
    ]
    assert outcome.rounds[1].about["surplus"] == 6


def test_a_surplus_moves_by_the_share_of_each_next_preference() -> None:
    outcome = count(poll("ABCD", SURPLUS_BALLOTS, 2), "stv")
    assert letters("ABCD", outcome.winners) == "AC"
    assert [one.totals for one in outcome.rounds] == [(40, 0, 0, 17), (20, 8, 12, 17), (20, None, 20, 17)]


def test_what_a_surplus_leaves_over_is_cut_at_the_fifth_decimal() -> None:
    # Of 9 votes the quota is 4: A has 7 and passes 3 on, each ballot at 3/7 = 0.42857.
    outcome = count(poll("ABC", ((7, "AB"), (1, "C"), (1, "B")), 2), "stv")
    assert outcome.details["quota"] == 4
    assert outcome.rounds[1].totals == pytest.approx((4, 1 + 7 * 0.42857, 1))
    assert outcome.rounds[1].about["nobody"] == pytest.approx(3 - 7 * 0.42857)


def test_schulze_orders_his_own_example_and_finds_the_winner_of_every_duel() -> None:
    outcome = count(poll("ABCDE", SCHULZE_BALLOTS), "schulze")
    assert letters("ABCDE", outcome.order) == "EACBD"
    assert outcome.details["paths"][4] == [25, 28, 28, 31, 0]
    assert letters("MNCK", count(poll("MNCK", TENNESSEE_BALLOTS), "schulze").winners) == "N"
    burlington = count(poll("MKW", BURLINGTON_BALLOTS), "schulze")
    assert (burlington.winners, burlington.details["beats_all"]) == ((0,), 0)
    assert burlington.details["preferred"][0] == [0, 4067, 4597]


def test_borda_counts_the_capital_as_published_and_shares_what_a_ballot_leaves_out() -> None:
    outcome = count(poll("MNCK", TENNESSEE_BALLOTS), "borda")
    assert outcome.rounds[0].totals == (126, 194, 173, 107)
    short = points.borda(poll("ABCD", ((1, "A"),)).ballots)
    assert short.rounds[0].totals == (3, 1, 1, 1)
    assert points.borda(poll("ABC", ((1, "A"),)).ballots).rounds[0].totals == (2, 0.5, 0.5)


def test_what_decides_between_equals_is_said() -> None:
    outcome = count(poll("ABC", ((2, "A"), (2, "B"), (1, "CA"))), "instant-runoff")
    assert letters("ABC", outcome.winners) == "A"
    assert [one.parted_by for one in outcome.rounds] == ["", ""]
    tied = count(poll("AB", ((1, "A"), (1, "B"))), "instant-runoff")
    assert letters("AB", tied.winners) == "A"
    assert LOT in [one.parted_by for one in tied.rounds]
    assert count(poll("AB", ((1, "A"), (1, "B"))), "schulze").rounds[0].parted_by == LOT


def test_an_earlier_stage_parts_two_that_are_lowest_together() -> None:
    # D goes first and lifts C to 4: B and C are then equal, and C, who had less before, is excluded.
    low = count(poll("ABCD", ((6, "A"), (4, "B"), (3, "C"), (1, "DC"))), "instant-runoff")
    assert [one.excluded for one in low.rounds] == [(), (3,), (2,)]
    assert low.rounds[2].parted_by == "earlier"


@pytest.mark.parametrize("method", ["instant-runoff", "stv", "schulze", "borda"])
def test_nobody_came(method: str) -> None:
    outcome = count(poll("ABC", ()), method)
    assert len(outcome.winners) == 1
    assert sorted(outcome.order) == [0, 1, 2]


def test_every_ballot_alike_and_more_places_than_options() -> None:
    everyone = poll("ABC", ((9, "CAB"),), 5)
    for method in ("stv", "schulze", "borda"):
        assert letters("ABC", count(everyone, method).winners) == "CAB"
    with pytest.raises(ValueError, match="one seat"):
        count(everyone, "instant-runoff")
    assert beside(everyone, "schulze") == ("borda", count(everyone, "borda"))


orders = st.permutations("ABCDE").flatmap(lambda order: st.integers(0, 5).map(lambda cut: "".join(order[:cut])))


@given(st.lists(orders, min_size=1, max_size=40), st.integers(1, 4), st.randoms(use_true_random=False))
def test_a_count_does_not_depend_on_the_order_of_the_ballots(
    ballots: list[str], seats: int, chance: random.Random
) -> None:
    shuffled = chance.sample(ballots, len(ballots))
    for method in ("stv", "schulze", "borda"):
        one = count(poll("ABCDE", tuple((1, b) for b in ballots), seats), method)
        other = count(poll("ABCDE", tuple((1, b) for b in shuffled), seats), method)
        assert (one.winners, one.order) == (other.winners, other.order)
        assert sorted(one.order) == [0, 1, 2, 3, 4]


@given(st.lists(orders, min_size=1, max_size=60), st.integers(1, 4))
def test_no_vote_appears_and_few_are_lost(ballots: list[str], seats: int) -> None:
    outcome = count(poll("ABCDE", tuple((1, b) for b in ballots), seats), "stv")
    for one in outcome.rounds:
        held = sum(total for total in one.totals if total is not None)
        assert held + one.about["nobody"] == pytest.approx(len(ballots), abs=1e-9)
        assert one.about["nobody"] >= 0
    assert len(outcome.winners) == seats


@given(st.lists(st.permutations("ABCDE"), min_size=1, max_size=30))
def test_schulze_elects_who_beats_everybody(ballots: list[list[str]]) -> None:
    asked = poll("ABCDE", tuple((1, "".join(b)) for b in ballots))
    outcome = duels.schulze(asked.ballots)
    champion = outcome.details["beats_all"]
    assert champion is None or outcome.winners == (champion,)


def test_a_rank_given_twice_ends_what_a_ballot_says() -> None:
    said = transfers.preferences(gathered("ABCD", [[1, 2, 2, 3]]).table)
    assert said.tolist() == [[0, -1, -1, -1, -1]]
