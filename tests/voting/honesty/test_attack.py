"""A small attack on made-up votes, of each of the three strategies: most of it is found, and hardly anybody else."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.attack import STRATEGIES, attacked, quality
from voting.honesty.signals import Limits


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_an_attack_is_found_and_honest_votes_are_left_alone(strategy: str) -> None:
    lot = np.random.default_rng(11)
    people, ideas = 4_000, 1_500
    given = 1 + lot.poisson(6, people)
    person = np.repeat(np.arange(people), given)
    weight = 1 / np.arange(1, ideas + 1) ** 0.6
    idea = lot.choice(ideas, len(person), p=weight / weight.sum())
    idea[:ideas] = np.arange(ideas)
    precision, recall, marked = quality(*attacked(strategy, 5, (person, idea)), Limits())
    assert precision >= 0.9
    assert recall >= 0.8
    assert marked < 0.005
