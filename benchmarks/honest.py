"""Honest votes of real people, to hide an attack among or to be left alone: who, for what, when, and since when they are there.

Epinions (75,879 people, 508,837 votes: who trusts whom, each trusted person an idea) has no dates. They are taken over from
the raters of Bitcoin OTC: each person of Epinions gets the days of one of theirs who gave about as many, and is there since
that rater was first seen. Bitcoin OTC itself and three Polis conversations have their own dates. No public data tell
from which addresses people vote, with what, and who of them is a customer: that is drawn by lot.
"""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voting.honesty.covoting import Floats, Ints
from voting.honesty.traits import Votes

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
POLIS = ("scoop-hivemind.biodiversity", "canadian-electoral-reform", "15-per-hour-seattle")
DAY = 86_400.0
BLOCKS = 20_000
DEVICES = (0.28, 0.2, 0.14, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02)
"""Parts of ten kinds of device, from the most common on."""


@dataclass(frozen=True)
class Honest:
    """Votes `(votes,)`: person and idea from 0, the day; of people `(people,)` since when they are there."""

    person: Ints
    idea: Ints
    day: Floats
    made: Floats

    @property
    def people(self) -> int:
        return len(self.made)

    @property
    def ideas(self) -> int:
        return int(self.idea.max()) + 1


def by_lot(person: Ints, idea: Ints, lot: np.random.Generator, *, days: float = 730.0) -> Honest:
    """Days at random, accounts some days before their first vote."""
    day = lot.uniform(0, days, len(person))
    return Honest(person, idea, day, _first(person, day) - lot.exponential(20, int(person.max()) + 1))


def dated(person: Ints, idea: Ints, lot: np.random.Generator) -> Honest:
    """The days of raters of Bitcoin OTC, who by who gave about as many."""
    real = otc()
    order = np.argsort(real.person, kind="stable")
    days, given = real.day[order], np.bincount(real.person, minlength=real.people)
    starts = np.cumsum(given) - given
    raters = np.flatnonzero(given)
    raters = raters[np.argsort(given[raters], kind="stable")]
    wanted = np.bincount(person)
    near = np.searchsorted(given[raters], wanted) + lot.integers(-40, 41, len(wanted))
    model = raters[np.clip(near, 0, len(raters) - 1)]
    which = (lot.random(len(person)) * given[model[person]]).astype(np.int64)
    return Honest(person, idea, days[starts[model[person]] + which] + lot.random(len(person)), real.made[model])


def epinions(lot: np.random.Generator) -> Honest:
    with zipfile.ZipFile(DATA / "graphs" / "soc-Epinions1.zip") as held:
        lines = held.read(held.namelist()[0]).decode().splitlines()
    pairs = np.loadtxt([line for line in lines if not line.startswith("#")], dtype=np.int64)
    return dated(_numbered(pairs[:, 0]), _numbered(pairs[:, 1]), lot)


def otc() -> Honest:
    """Good ratings of Bitcoin OTC; somebody is there since they rated or were rated first."""
    lines = np.loadtxt(DATA / "graphs" / "soc-sign-bitcoinotc.csv", delimiter=",")
    everybody = _numbered(np.append(lines[:, 0], lines[:, 1]))
    source, target = everybody[: len(lines)], everybody[len(lines) :]
    made = np.full(int(everybody.max()) + 1, np.inf)
    np.minimum.at(made, everybody, np.tile(lines[:, 3], 2) / DAY)
    good = lines[:, 2] > 0
    return Honest(source[good], target[good], lines[good, 3] / DAY, made)


def polis(name: str) -> Honest:
    """Who agreed or disagreed with which statement: what scores are like, one thing after another put before everybody."""
    with (DATA / "deliberation" / name / "votes.csv").open(newline="") as file:
        told = {(row["voter-id"], row["comment-id"]): row for row in csv.DictReader(file) if row["vote"] != "0"}
    person = _numbered(np.array([int(row["voter-id"]) for row in told.values()]))
    face = _numbered(np.array([2 * int(row["comment-id"]) + (int(row["vote"]) > 0) for row in told.values()]))
    day = np.array([int(row["timestamp"]) / 1000 / DAY for row in told.values()])
    return Honest(person, face, day, _first(person, day))


def votes(honest: Honest, lot: np.random.Generator) -> Votes:
    """With what is drawn by lot: four of five votes come from a person's usual block and device."""
    device = lot.choice(len(DEVICES), honest.people, p=DEVICES)
    home = lot.zipf(1.3, honest.people) % BLOCKS
    away = lot.random(len(honest.person)) < 0.2
    return Votes(
        person=honest.person,
        idea=honest.idea,
        day=honest.day,
        block=np.where(away, lot.zipf(1.3, len(away)) % BLOCKS, home[honest.person]),
        device=np.where(away, lot.choice(len(DEVICES), len(away), p=DEVICES), device[honest.person]),
        made=honest.made,
        known=lot.random(honest.people) < 0.3,
        inviter=np.where(lot.random(honest.people) < 0.1, lot.integers(0, honest.people, honest.people), -1),
        ideas=honest.ideas,
    )


def _first(person: Ints, day: Floats) -> Floats:
    first = np.full(int(person.max()) + 1, np.inf)
    np.minimum.at(first, person, day)
    return first


def _numbered(told: Floats | Ints) -> Ints:
    return np.unique(told, return_inverse=True)[1].astype(np.int64)
