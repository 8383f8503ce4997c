"""How many votes of a seeded attack are found, and how many honest ones are marked with them; and how long looking takes.

The honest votes are real: who trusts whom on Epinions (75,879 people, 508,837 votes), each trusted person an idea. When
accounts were made, who is a customer, when votes were given and from where is drawn, for no public data tell it. Twenty
votes of a hundred people are an attack's: rings of 40 accounts that are 5 % of all voters, with eight ideas each.
"""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import world
from benchmarks.figures import Figure
from voting.honesty import signals
from voting.honesty.covoting import Floats, Ints
from voting.honesty.signals import Limits, Votes

EPINIONS = Path(__file__).resolve().parents[2] / "shared" / "data" / "graphs" / "soc-Epinions1.zip"
STRATEGIES = ("burst", "drip", "camouflage")
DAYS, PART, RING, TARGETS, SEED = 730.0, 0.05, 40, 8, 2
"""The limits were fitted on seed 1."""


def real() -> tuple[Ints, Ints]:
    """People and what they vote for, numbered from 0, in order of people."""
    with zipfile.ZipFile(EPINIONS) as held:
        lines = held.read(held.namelist()[0]).decode().splitlines()
    pairs = np.loadtxt([line for line in lines if not line.startswith("#")], dtype=np.int64)
    person, idea = (np.unique(pairs[:, side], return_inverse=True)[1] for side in (0, 1))
    return person.astype(np.int64), idea.astype(np.int64)


def attacked(strategy: str, seed: int, honest: tuple[Ints, Ints], *, ring: int = RING) -> tuple[Votes, Ints]:
    """The votes with an attack among them, and where its accounts begin."""
    lot = np.random.default_rng(seed)
    person, idea = honest
    people, ideas = int(person.max()) + 1, int(idea.max()) + 1
    popular = np.bincount(idea, minlength=ideas) / len(idea)
    day = lot.uniform(0, DAYS, len(person))
    first = np.full(people, DAYS)
    np.minimum.at(first, person, day)
    parts = [(person, idea, day, lot.zipf(1.3, len(person)) % 20_000)]
    made, blocks = [first - lot.exponential(20, people)], 20_000
    bad = int(people * PART)
    for members in np.array_split(np.arange(people, people + bad), max(1, bad // ring)):
        begins = lot.uniform(60, DAYS - 60)
        targets = lot.choice(ideas, TARGETS, replace=False)
        told = _campaign(strategy, lot, members, targets, begins, popular, blocks)
        parts.append(told)
        made.append(begins - lot.uniform(0, {"burst": 2.0, "drip": 30.0, "camouflage": 60.0}[strategy], len(members)))
        blocks += len(members)
    columns = [np.concatenate([part[n] for part in parts]) for n in range(4)]
    known = np.append(lot.random(people) < 0.3, lot.random(bad) < 0.01)
    inviter = np.append(np.where(lot.random(people) < 0.1, lot.integers(0, people, people), -1), np.full(bad, -1))
    votes = Votes(
        columns[0].astype(np.int64), columns[1].astype(np.int64), columns[2], columns[3].astype(np.int64),
        np.concatenate(made), known, inviter.astype(np.int64), ideas,
    )  # fmt: skip
    return votes, np.arange(people, people + bad)


def _campaign(
    strategy: str, lot: np.random.Generator, members: Ints, targets: Ints, begins: float, popular: Floats, block: int
) -> tuple[Ints, Ints, Floats, Ints]:
    """Within the hour from one block; over 30 days from everywhere; the same with a dozen votes for what others support."""
    chosen = lot.random((len(members), len(targets))) < 0.8
    who, which = np.nonzero(chosen)
    lasts = 1 / 24 if strategy == "burst" else 30.0
    person, idea = members[who], targets[which]
    if strategy == "camouflage":
        more = lot.poisson(12, len(members))
        person = np.append(person, np.repeat(members, more))
        idea = np.append(idea, lot.choice(len(popular), int(more.sum()), p=popular))
    begun = np.floor(begins) if strategy == "burst" else begins
    day = begun + lot.uniform(0, lasts, len(person))
    blocks = np.full(len(person), block) if strategy == "burst" else block + person - members[0]
    return person, idea, day, blocks


def quality(votes: Votes, bad: Ints, limits: Limits) -> tuple[float, float, float]:
    """Of the votes marked the part that was the attack's, of its votes the part that was marked, of honest ones likewise."""
    marked = signals.marked(votes, signals.groups(votes, limits))
    keys = np.unique(votes.idea * votes.people + votes.person)
    is_bad = np.isin(keys % votes.people, bad)
    chosen = np.isin(keys, [idea * votes.people + person for idea, person in marked])
    right = float((chosen & is_bad).sum())
    return right / max(1, chosen.sum()), right / is_bad.sum(), float((chosen & ~is_bad).sum() / (~is_bad).sum())


def attack() -> Iterator[Figure]:
    """Each strategy on a seed that nothing was fitted on."""
    honest = real()
    for strategy in STRATEGIES:
        precision, recall, marked = quality(*attacked(strategy, SEED, honest), Limits())
        yield Figure(f"attack by {strategy}, precision", precision, "of 1", at_least=0.9)
        yield Figure(f"attack by {strategy}, recall", recall, "of 1", at_least=0.8)
        yield Figure(f"attack by {strategy}, honest votes marked", 100 * marked, "%", at_most=0.5)


def covoting() -> Iterator[Figure]:
    """2,000,000 supports of the measured world, an attack of 5 % by camouflage among them; everything after reading."""
    lot = np.random.default_rng(SEED)
    pairs = world._pairs(lot, 20_000, 2_000_000)
    votes, bad = attacked("camouflage", SEED, (pairs[:, 1], pairs[:, 0]))
    begun = time.perf_counter()
    found = signals.groups(votes, Limits())
    yield Figure("co-voting of 2,000,000 supports", time.perf_counter() - begun, "s", at_most=10)
    members = {person for group in found for person in group.people.tolist()}
    yield Figure("of its attackers found", len(members & set(bad.tolist())) / len(bad), "of 1", at_least=0.8)
