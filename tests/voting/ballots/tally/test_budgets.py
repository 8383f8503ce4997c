"""Budgets: elections decided by Equal Shares give their published winners, and small ones what paper and pencil give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from voting.ballots.tally import budgets, files
from voting.ballots.tally.methods import count
from voting.ballots.tally.profile import LOT, gathered

DECIDED = ("Netherlands_Assen_2024", "Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget")


def selected(text: str) -> set[str]:
    """The official winners of a .pb file, read by its own few lines."""
    lines = [line.split(";") for line in text[text.index("PROJECTS") : text.index("VOTES")].splitlines()[1:]]
    at = lines[0].index("selected")
    return {line[0] for line in lines[1:] if len(line) > at and line[at] == "1"}


@pytest.mark.parametrize("name", DECIDED)
def test_equal_shares_buys_what_was_officially_selected(name: str) -> None:
    text = shared(f"pb/{name}.pb").read_text("utf-8")
    read = files.read(text, f"{name}.pb")
    outcome = count(read.poll, read.method)
    assert read.method == "equal-shares"
    assert {read.keys[option] for option in outcome.winners} == selected(text)
    assert outcome.details["spent"] <= outcome.details["budget"]


def test_a_city_that_went_by_votes_alone_is_recounted_by_knapsack() -> None:
    text = shared("pb/Poland_Warszawa_2019_Srodmiescie.pb").read_text("utf-8")
    read = files.read(text)
    assert read.method == "knapsack"
    assert {read.keys[option] for option in count(read.poll, "knapsack").winners} == selected(text)


def test_a_minority_is_served_by_its_share_which_votes_alone_would_not() -> None:
    # 6 want A and B, 4 want C and D; each costs 50 of 100: by votes A and B, with equal shares A (60 >= 50) and, raised, C.
    ballots = gathered("ABCD", [(1, 1, 0, 0)] * 6 + [(0, 0, 1, 1)] * 4)
    assert budgets.knapsack(ballots, (50, 50, 50, 50), 100).winners == (0, 1)
    outcome = budgets.equal_shares(ballots, (50, 50, 50, 50), 100)
    assert set(outcome.winners) == {0, 2}
    assert outcome.details["share"] >= 12.5


def test_what_a_supporter_pays_is_told() -> None:
    # Each of 3 has 10. A (15, wanted by all) takes 5 of each; B (12) then asks 5 and 5 of 1 and 2, and they cannot: 10 < 12.
    ballots = gathered("AB", [(1, 1), (1, 1), (1, 0)])
    first = budgets.equal_shares(ballots, (15, 12), 30).rounds[0]
    assert (first.elected, first.about["price"], first.about["short"]) == ((0,), 5.0, 0)
    second = budgets.equal_shares(ballots, (15, 12), 30).rounds[1]
    assert (second.elected, second.about["price"], second.about["spent"]) == ((1,), 6.0, 27)


def test_those_who_have_less_give_all_they_have() -> None:
    # A (20) takes 10 of voters 1 and 2. B (35) then asks for what 2 has left and the rest of 3: with shares of 23, 13 and 22.
    ballots = gathered("AB", [(1, 0), (1, 1), (0, 1)])
    outcome = budgets.equal_shares(ballots, (20, 35), 60)
    assert outcome.details["raised"] == 3
    last = outcome.rounds[1].about
    assert (last["short"], last["price"]) == pytest.approx((1, 22.0))


@pytest.mark.parametrize(
    ("rows", "costs", "first", "by"),
    [
        ([(1, 1), (1, 1)], (20, 20), 0, LOT),
        ([(1, 1, 0), (1, 1, 0), (0, 0, 1)], (12, 10, 5), 1, "cost"),
    ],
)
def test_equals_are_parted_by_votes_then_cost_then_lot(
    rows: list[tuple[int, ...]], costs: tuple[int, ...], first: int, by: str
) -> None:
    ballots = gathered("ABC"[: len(costs)], rows)
    told = budgets.equal_shares(ballots, costs, sum(costs)).rounds[0]
    assert (told.elected, told.parted_by) == ((first,), by)


def test_nobody_came_and_nothing_can_be_paid() -> None:
    nobody = gathered("AB", [])
    assert budgets.equal_shares(nobody, (1, 1), 10).winners == ()
    assert budgets.knapsack(nobody, (1, 1), 10).winners == ()
    dear = gathered("AB", [(1, 0)] * 3)
    assert budgets.equal_shares(dear, (50, 5), 10).winners == ()
    assert budgets.equal_shares(gathered("AB", [(0, 0)]), (5, 5), 10).winners == ()


towns = st.integers(1, 6).flatmap(
    lambda m: st.tuples(
        st.lists(st.lists(st.integers(0, 1), min_size=m, max_size=m), min_size=1, max_size=25),
        st.lists(st.integers(1, 40), min_size=m, max_size=m),
        st.integers(1, 100),
    )
)


@settings(max_examples=150)
@given(towns)
def test_equal_shares_is_that_of_its_definition(town: tuple[list[list[int]], list[int], int]) -> None:
    rows, costs, budget = town
    ballots = gathered([str(n) for n in range(len(costs))], rows)
    outcome = budgets.equal_shares(ballots, costs, budget)
    assert {*outcome.winners} == by_definition(rows, costs, budget)
    assert outcome.details["spent"] <= budget


def by_definition(rows: list[list[int]], costs: list[int], budget: int) -> set[int]:
    """The method word for word, in fractions, without any short cut."""
    from fractions import Fraction

    def buy(share: Fraction) -> set[int]:
        money, bought = [share] * len(rows), set[int]()
        while True:
            offers = []
            for project, cost in enumerate(costs):
                fans = [voter for voter, row in enumerate(rows) if row[project]]
                if project in bought or not fans or sum(money[voter] for voter in fans) < cost:
                    continue
                poor, rest = 0, Fraction(cost)
                purses = sorted(money[voter] for voter in fans)
                while purses[poor] < rest / (len(fans) - poor):
                    rest, poor = rest - purses[poor], poor + 1
                price = rest / (len(fans) - poor)
                offers.append((price / cost, -len(fans), cost, project, price))
            if not offers:
                return bought
            _rate, _fans, _cost, project, price = min(offers)
            bought.add(project)
            for voter, row in enumerate(rows):
                if row[project]:
                    money[voter] -= min(money[voter], price)

    share, wanted = Fraction(budget, len(rows)), {p for p in range(len(costs)) if any(row[p] for row in rows)}
    best = buy(share)
    while best != wanted:
        share += 1
        more = buy(share)
        if sum(costs[p] for p in more) > budget:
            break
        best = more
    return best
