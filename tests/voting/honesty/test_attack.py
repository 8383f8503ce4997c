"""A small attack on made-up votes, of each strategy: most of it is found, and hardly anybody else."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import honest
from benchmarks.attack import HANDFUL, STRATEGIES, attacked, quality
from voting.honesty.traits import Limits


@pytest.mark.parametrize("strategy", [*STRATEGIES, HANDFUL])
def test_an_attack_is_found_and_honest_votes_are_left_alone(strategy: str) -> None:
    lot = np.random.default_rng(11)
    people, ideas = 4_000, 1_500
    given = 1 + lot.poisson(6, people)
    person = np.repeat(np.arange(people), given)
    weight = 1 / np.arange(1, ideas + 1) ** 0.6
    idea = lot.choice(ideas, len(person), p=weight / weight.sum())
    idea[:ideas] = np.arange(ideas)
    precision, recall, marked = quality(*attacked(strategy, 5, honest.by_lot(person, idea, lot)), Limits())
    assert precision >= 0.9
    assert recall >= 0.8
    assert marked < 0.005


@pytest.mark.parametrize("name", honest.POLIS)
def test_people_who_are_asked_one_thing_after_another_are_left_alone(name: str) -> None:
    if not honest.DATA.is_dir():
        pytest.skip("the data of real people is not here")
    nobody = np.zeros(0, dtype=np.int64)
    votes = honest.votes(honest.polis(name), np.random.default_rng(3))
    assert quality(votes, nobody, Limits())[2] < 0.005
