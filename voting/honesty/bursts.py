"""Votes for one thing on one day from one block of addresses, more than that block's and that thing's part of the day explains.

Where they are many, that alone is a doubt. Where they are few, it is none: then the kind of device must be one, the accounts
must be of an age, and each of the two must be unlikely by itself. Their chances are put together by Fisher's method
(Statistical Methods for Research Workers, 1932, section 21.1), and those that pass chosen by false discovery rate (Benjamini
and Hochberg 1995).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from voting.honesty import ages
from voting.honesty.ages import Usual
from voting.honesty.covoting import Floats, Ints
from voting.honesty.traits import Group, Limits, Reason, Votes

LEAST = 1e-300


@dataclass(frozen=True)
class Cells:
    """The larger of the cells that votes fall into by day, place and thing: how many votes each has and how many it should.

    `tests` is how many cells there are in all; `of_vote` says of each of `votes`, in order, in which it is.
    """

    votes: Ints
    of_vote: Ints
    key: Ints
    many: Ints
    mean: Floats
    tests: int

    @property
    def chance(self) -> Floats:
        return np.asarray(special.gammainc(self.many, np.maximum(self.mean, 1e-12)))

    def of(self, place: int) -> Ints:
        """The votes of a cell."""
        first, end = np.searchsorted(self.of_vote, [self.key[place], self.key[place] + 1])
        return self.votes[first:end]


def many(votes: Votes, limits: Limits) -> list[Group]:
    """Bursts that are a doubt by themselves."""
    cells = _cells(votes, votes.block, fewest=limits.fewest)
    return [_group(votes, cells.of(at), Reason.BURST) for at in _passed(cells.chance, limits.burst, cells.tests)]


def few(votes: Votes, limits: Limits, beside: list[Group]) -> list[Group]:
    """Smaller ones of one kind of device whose accounts were made together; what is a burst anyway is left out."""
    known = (votes.block >= 0) & (votes.device >= 0)
    place = np.where(known, votes.block * (votes.device.max(initial=0) + 1) + votes.device, -1)
    cells = _cells(votes, place, fewest=limits.few)
    alone, chance, usual = cells.chance, np.ones(len(cells.key)), ages.usual(votes)
    for at in np.flatnonzero(alone < limits.each):
        aged = _aged(votes, usual, cells.of(int(at)), limits)
        chance[at] = _fisher(float(alone[at]), aged) if aged < limits.each else 1.0
    told = {(int(group.ideas[0]), person) for group in beside for person in group.people.tolist()}
    found = (_group(votes, cells.of(at), Reason.DEVICE) for at in _passed(chance, limits.burst, cells.tests))
    return [group for group in found if {(int(group.ideas[0]), one) for one in group.people.tolist()} - told]


def _aged(votes: Votes, usual: Usual, chosen: Ints, limits: Limits) -> float:
    """How likely it is that the accounts behind some votes were made so near to each other."""
    made = votes.made[votes.person[chosen]]
    return len(limits.windows) * min(ages.together(made, usual, window)[0] for window in limits.windows)


def _cells(votes: Votes, place: Ints, *, fewest: int) -> Cells:
    """What of a day's votes came from a place, and what went to a thing, say how many should do both."""
    seen = np.flatnonzero(place >= 0)
    if not len(seen):
        return Cells(seen, seen, seen, seen, np.zeros(0), 0)
    day, here, thing = np.floor(votes.day[seen]).astype(np.int64), place[seen], votes.idea[seen]
    day, (places, things) = day - day.min(), (int(here.max()) + 1, int(thing.max()) + 1)
    of_vote = (day * places + here) * things + thing
    ordered = np.sort(of_vote)
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    counts = np.diff(np.append(starts, len(ordered)))
    key, large = ordered[starts[counts >= fewest]], counts[counts >= fewest]
    days = key // things // places
    from_here = _many(day * places + here, key // things)
    to_thing = _many(day * things + thing, days * things + key % things)
    mean = from_here * to_thing / np.maximum(_many(day, days), 1)
    inside = np.flatnonzero(_within(of_vote, key))
    inside = inside[np.argsort(of_vote[inside], kind="stable")]
    return Cells(seen[inside], of_vote[inside], key, large, mean, len(starts))


def _many(keys: Ints, asked: Ints) -> Floats:
    """How often each of some keys is among others."""
    some, place = np.unique(asked, return_inverse=True)
    hit = np.searchsorted(some, keys[_within(keys, some)])
    return np.bincount(hit, minlength=len(some))[place].astype(float)


def _within(keys: Ints, ordered: Ints) -> NDArray[np.bool_]:
    """Which keys are among some that are in order."""
    if not len(ordered):
        return np.zeros(len(keys), dtype=bool)
    return np.asarray(ordered[np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)] == keys)


def _group(votes: Votes, chosen: Ints, reason: Reason) -> Group:
    people = votes.person[chosen]
    return Group(people, votes.idea[chosen[:1]], (reason,), {"people": float(len(people))})


def _fisher(one: float, other: float) -> float:
    """How likely two independent chances are to be as small together."""
    product = max(one * other, LEAST)
    return float(product * (1 - np.log(product)))


def _passed(chance: Floats, limit: float, tests: int) -> Ints:
    rank = np.argsort(chance, kind="stable")
    passed = np.flatnonzero(chance[rank] <= limit * np.arange(1, len(rank) + 1) / max(1, tests))
    return rank[: passed[-1] + 1 if len(passed) else 0]
