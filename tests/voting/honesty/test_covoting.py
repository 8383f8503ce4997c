"""Voting in step: the null against a published program, tails against tables, rings against what was hidden in a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from voting.honesty import bursts, covoting, rings, signals
from voting.honesty.covoting import Ints
from voting.honesty.rings import Shape
from voting.honesty.traits import Limits, Reason, Votes

TABLE = np.array([[1, 1, 1, 0, 0, 0], [1, 1, 0, 1, 0, 0], [1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, 1], [1, 1, 1, 1, 0, 0]])
BICM = {
    3: (0.850782, 0.439893, 0.209325),
    2: (0.681721, 0.227821, 0.090458),
    4: (0.934995, 0.664572, 0.400433),
}
"""Chances that `bicm` 3.4.0 (N. Vallarano and others) gives for TABLE: of people by their votes, of ideas with 3, 2 and 1."""
POISSON = {
    (0, 1): 0.5725561426442255,
    (0, 2): 0.7529822668334425,
    (0, 4): 0.41540370432428514,
    (2, 4): 0.8079621907744816,
}
"""Its p-values for pairs of people of TABLE, `approx_method="poisson"`."""


def voted(table: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> tuple[Ints, Ints]:
    person, idea = np.nonzero(table)
    return person.astype(np.int64), idea.astype(np.int64)


def test_the_null_is_that_of_the_published_program() -> None:
    votes = covoting.table(*voted(TABLE), people=5, ideas=6)
    null = covoting.chances(votes)
    for person, given in enumerate(TABLE.sum(axis=1)):
        of_person = null.meets[null.people[person]]
        assert of_person[null.ideas[[0, 2, 4]]] == pytest.approx(BICM[int(given)], abs=1e-5)
    assert null.meets[null.people][:, null.ideas].sum(axis=1) == pytest.approx(TABLE.sum(axis=1))
    assert null.meets[null.people][:, null.ideas].sum(axis=0) == pytest.approx(TABLE.sum(axis=0))


def test_what_two_share_is_judged_as_the_published_program_does() -> None:
    votes = covoting.table(*voted(TABLE), people=5, ideas=6)
    one, other = (np.array(side) for side in zip(*POISSON, strict=True))
    pairs = covoting.tested(votes, covoting.chances(votes), one, other)
    assert pairs.shared.tolist() == [int((TABLE[a] & TABLE[b]).sum()) for a, b in POISSON]
    assert np.exp(pairs.log_chance) == pytest.approx(list(POISSON.values()), abs=1e-5)


@pytest.mark.parametrize(("shared", "mean"), [(0, 0.5), (1, 0.5), (3, 0.01), (12, 2.0)])
def test_a_tail_is_that_of_the_table(shared: int, mean: float) -> None:
    found = covoting._log_tail(np.array([shared]), np.array([mean]))[0]
    assert found == pytest.approx(stats.poisson.logsf(shared - 1, mean), rel=1e-9, abs=1e-12)


def test_a_tail_too_small_for_a_number_is_a_number_all_the_same() -> None:
    found = covoting._log_tail(np.array([200]), np.array([1e-3]))[0]
    assert found == pytest.approx(stats.poisson.logpmf(200, 1e-3), rel=1e-4)


def test_a_pair_is_looked_at_for_what_it_shares_and_how_unlikely_that_is() -> None:
    chance = np.log(np.array([0.0001, 0.0001, 0.9]))
    pairs = covoting.Pairs(np.arange(3), np.arange(3, 6), np.array([4, 2, 4]), chance)
    assert covoting.unlikely(pairs, chance=1e-3, least=3).one.tolist() == [0]


def test_twins_are_candidates_and_so_is_nobody_without_two_votes() -> None:
    table = np.zeros((6, 40), dtype=np.int64)
    table[0, :9] = table[1, :9] = 1
    table[2, 20] = table[3, 20] = 1
    table[4, 30:33] = 1
    votes = covoting.table(*voted(table), people=6, ideas=40)
    one, other = covoting.candidates(votes, bands=4, seed=1)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1)]


def test_a_table_without_votes_finds_nothing() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    votes = covoting.table(nobody, nobody, people=3, ideas=2)
    one, other = covoting.candidates(votes, bands=2, seed=1)
    assert len(covoting.tested(votes, covoting.chances(votes), one, other).one) == 0


def hidden(lot: np.random.Generator, *, members: int = 20, targets: int = 6) -> Votes:
    """300 people with 8 votes of 400 ideas each, and a ring whose accounts were made on one day."""
    person = np.repeat(np.arange(300), 8)
    idea = lot.integers(0, 400, len(person))
    ring = np.arange(300, 300 + members)
    person = np.append(person, np.repeat(ring, targets))
    idea = np.append(idea, np.tile(np.arange(100, 100 + targets), members))
    made = np.append(lot.uniform(0, 700, 300), 500 + lot.uniform(0, 1, members))
    people = 300 + members
    return Votes(
        person, idea, lot.uniform(500, 530, len(person)), np.full(len(person), -1), np.full(len(person), -1), made,
        lot.random(people) < 0.3, np.full(people, -1), 400,
    )  # fmt: skip


def test_a_ring_is_found_whole_with_what_its_people_share() -> None:
    votes = hidden(np.random.default_rng(3))
    [group] = signals.groups(votes, Limits())
    assert group.people.tolist() == list(range(300, 320))
    assert group.ideas.tolist() == list(range(100, 106))
    assert group.reasons[:2] == (Reason.TOGETHER, Reason.MADE)
    assert group.told["within"] == 20
    assert {person for _idea, person in signals.marked(votes, [group])} == set(range(300, 320))


def test_to_vote_alike_is_no_doubt_by_itself() -> None:
    lot = np.random.default_rng(3)
    votes = hidden(lot)
    spread = Votes(
        **{**vars(votes), "made": lot.uniform(0, 700, votes.people), "known": lot.random(votes.people) < 0.3}
    )
    assert signals.groups(spread, Limits()) == []


def test_a_ring_that_is_too_small_is_none() -> None:
    assert signals.groups(hidden(np.random.default_rng(3), members=5), Limits()) == []
    votes = covoting.table(np.array([0, 1]), np.array([0, 0]), people=2, ideas=1)
    pair = covoting.Pairs(np.array([0]), np.array([1]), np.array([1]), np.array([-9.0]))
    assert rings.found(votes, pair, Shape()) == []


def test_a_ring_that_one_person_brought_is_in_doubt_for_it() -> None:
    votes = hidden(np.random.default_rng(3))
    inviter = votes.inviter.copy()
    inviter[300:] = 7
    [group] = signals.groups(Votes(**{**vars(votes), "inviter": inviter}), Limits())
    assert Reason.INVITED in group.reasons
    assert group.told["brought"] == 20


def test_a_burst_is_more_from_one_block_than_the_block_and_the_idea_explain() -> None:
    lot = np.random.default_rng(5)
    many = 2_000
    person, idea, block = np.arange(many), lot.integers(0, 50, many), lot.integers(0, 400, many)
    idea[:9], block[:9] = 7, 401
    day = np.full(many, 20_000.4)
    votes = Votes(
        person, idea, day, block, np.full(many, -1), np.zeros(many), np.zeros(many, dtype=bool), np.full(many, -1), 50
    )
    [group] = bursts.many(votes, Limits())
    assert group.people.tolist() == list(range(9))
    assert signals.marked(votes, [group]) == {(7, n): {Reason.BURST} for n in range(9)}
    assert bursts.many(Votes(**{**vars(votes), "block": np.full(many, -1)}), Limits()) == []
    office = Votes(**{**vars(votes), "block": np.zeros(many, dtype=np.int64)})
    assert bursts.many(office, Limits()) == []


def handful(lot: np.random.Generator, *, device: int = 0, aged: bool = True) -> Votes:
    """2,000 people who vote once on one day, from 400 blocks on five kinds of device; the last four for one idea."""
    many = 2_000
    person, idea, block = np.arange(many), lot.integers(0, 50, many), lot.integers(0, 400, many)
    devices, made = lot.integers(0, 5, many), lot.uniform(0, 700, many)
    idea[-4:], block[-4:], devices[-4:] = 7, 401, [0, 0, 0, device]
    if aged:
        made[-4:] = 690 + lot.uniform(0, 1, 4)
    day = np.full(many, 700.4)
    return Votes(person, idea, day, block, devices, made, np.zeros(many, dtype=bool), np.full(many, -1), 50)


def test_a_few_votes_are_in_doubt_for_place_and_device_and_age_together() -> None:
    votes = handful(np.random.default_rng(5))
    [group] = signals.groups(votes, Limits())
    assert group.people.tolist() == list(range(1996, 2000))
    assert signals.marked(votes, [group]) == {(7, n): {Reason.DEVICE} for n in range(1996, 2000)}


@pytest.mark.parametrize("unlike", [{"device": 1}, {"aged": False}])
def test_no_kind_of_device_is_a_doubt_by_itself(unlike: dict[str, Any]) -> None:
    assert signals.groups(handful(np.random.default_rng(5), **unlike), Limits()) == []


def test_a_burst_is_not_told_twice() -> None:
    votes = handful(np.random.default_rng(5))
    votes.idea[-9:], votes.block[-9:], votes.device[-9:], votes.made[-9:] = 7, 401, 0, 690.5
    assert [group.reasons for group in signals.groups(votes, Limits())] == [(Reason.BURST,)]
