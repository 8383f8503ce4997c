"""What makes votes doubtful: arithmetic over what is known of each, without a database.

Voting alike is taste as often as it is a trick. So a group is in doubt only where a second thing that has nothing to do with
taste is unlikely too: that its accounts were made together, that nobody of it is a known customer, that its votes came from
one block of addresses, or that one person brought it. Each is one tail of a binomial or a Poisson distribution against all
others here, and all of them are held to one limit divided by the number of questions asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import special

from voting.honesty import covoting, rings
from voting.honesty.covoting import Floats, Ints
from voting.honesty.rings import Ring, Shape

DAY = 86_400


class Reason(StrEnum):
    """Kinds of doubt, in the order in which they are told."""

    BURST = "burst"
    TOGETHER = "together"
    MADE = "made"
    UNKNOWN = "unknown"
    INVITED = "invited"


@dataclass(frozen=True)
class Votes:
    """Supports `(votes,)` as places of people and ideas with the day, and the day's block or -1; of people `(people,)` when
    their account was made in days, whether they are a known customer, and who brought them or -1."""

    person: Ints
    idea: Ints
    day: Floats
    block: Ints
    made: Floats
    known: NDArray[np.bool_]
    inviter: Ints
    ideas: int

    @property
    def people(self) -> int:
        return len(self.made)


@dataclass(frozen=True)
class Limits:
    """How unlikely something must be. Fitted on one seeded world, measured on another (`python -m benchmarks attack`)."""

    pairs: float = 1e-3
    shared: int = 3
    bands: int = 10
    second: float = 1e-4
    burst: float = 1e-4
    fewest: int = 5
    windows: tuple[float, ...] = (2.0, 7.0, 30.0)
    shape: Shape = field(default_factory=Shape)


@dataclass(frozen=True)
class Group:
    """Some people and ideas that belong together, for these reasons; `told` says what they share in numbers."""

    people: Ints
    ideas: Ints
    reasons: tuple[Reason, ...]
    told: dict[str, float]


def groups(votes: Votes, limits: Limits, *, seed: int = 7) -> list[Group]:
    """Every group in doubt: rings with a second reason, and bursts from one block."""
    return [*_rings(votes, limits, seed), *bursts(votes, limits)]


def _rings(votes: Votes, limits: Limits, seed: int) -> list[Group]:
    table = covoting.table(votes.person, votes.idea, people=votes.people, ideas=votes.ideas)
    null = covoting.chances(table)
    one, other = covoting.candidates(table, bands=limits.bands, seed=seed)
    pairs = covoting.unlikely(covoting.tested(table, null, one, other), chance=limits.pairs, least=limits.shared)
    alike = rings.found(table, pairs, limits.shape)
    usual = _usual(votes)
    judged = (_judged(votes, usual, ring, limits, asked=4 * len(alike)) for ring in alike)
    return [group for group in judged if len(group.reasons) > 1]


@dataclass(frozen=True)
class _Usual:
    """What a ring is held against: when accounts were made, in order, each once and each as often as it voted."""

    accounts: Floats
    voted: Floats
    known: float

    def part(self, since: float, until: float) -> float:
        """Of accounts or of votes, whichever is more: a time in which many began, or those who vote a lot, is no strange one."""
        parts = (
            np.searchsorted(every, until, "right") - np.searchsorted(every, since)
            for every in (self.accounts, self.voted)
        )
        return max(float(many) / len(every) for many, every in zip(parts, (self.accounts, self.voted), strict=True))


def _usual(votes: Votes) -> _Usual:
    known = min(float(votes.known.mean()), float(votes.known[votes.person].mean()))
    return _Usual(np.sort(votes.made), np.sort(votes.made[votes.person]), known)


def _judged(votes: Votes, usual: _Usual, ring: Ring, limits: Limits, *, asked: int) -> Group:
    """What else a ring's people have in common that chance would hardly give them."""
    limit = limits.second / max(1, asked)
    members, size = ring.people, len(ring.people)
    scans = [(*_made_together(votes.made[members], usual, window), window) for window in limits.windows]
    together, within, days = min(scans)
    known = int(votes.known[members].sum())
    unknown = float(special.bdtr(known, size, usual.known))
    invited, brought = _invited(votes.inviter, members)
    reasons = [Reason.TOGETHER]
    reasons += [Reason.MADE] if together * len(scans) < limit else []
    reasons += [Reason.UNKNOWN] if unknown < limit else []
    reasons += [Reason.INVITED] if invited < limit else []
    told = {"people": size, "ideas": len(ring.core), "within": within, "days": days, "known": known, "brought": brought}
    return Group(members, ring.core, tuple(reasons), told)


def _made_together(made: Floats, usual: _Usual, window: float) -> tuple[float, float]:
    """How likely it is that as many of so many accounts are made within a window, anywhere in all time; and how many are."""
    times = np.sort(made)
    inside = np.searchsorted(times, times + window, side="right") - np.arange(len(times))
    at = int(np.argmax(inside))
    most, here = int(inside[at]), usual.part(times[at], times[at] + window)
    windows = max(1.0, (usual.accounts[-1] - usual.accounts[0]) / window)
    return min(1.0, 2 * windows * float(special.bdtrc(most - 1, len(times), here))), float(most)


def _invited(inviter: Ints, members: Ints) -> tuple[float, float]:
    """The same of being brought by one person."""
    theirs = inviter[members]
    theirs = theirs[theirs >= 0]
    if not len(theirs):
        return 1.0, 0.0
    who, count = np.unique(theirs, return_counts=True)
    at = int(np.argmax(count))
    share = float((inviter == who[at]).sum()) / len(inviter)
    return min(1.0, len(who) * float(special.bdtrc(int(count[at]) - 1, len(members), share))), float(count[at])


def bursts(votes: Votes, limits: Limits) -> list[Group]:
    """Votes for one idea on one day from one block, more than that block's and that idea's part of the day explains."""
    seen = votes.block >= 0
    if not seen.any():
        return []
    day, block, idea = votes.day[seen].astype(np.int64), votes.block[seen], votes.idea[seen]
    wide = int(max(block.max(), idea.max())) + 1
    of_vote = (day * wide + block) * wide + idea
    cells, many = _counted(of_vote)
    large = many >= limits.fewest
    tested, many, tests = cells[large], many[large], len(cells)
    blocks = _many(day * wide + block, tested // wide)
    ideas = _many(day * wide + idea, tested // wide // wide * wide + tested % wide)
    mean = blocks * ideas / np.maximum(_many(day, tested // wide // wide), 1)
    chance = special.gammainc(many, np.maximum(mean, 1e-12))
    rank = np.argsort(chance)
    passed = np.flatnonzero(chance[rank] <= limits.burst * np.arange(1, len(rank) + 1) / tests)
    people = votes.person[seen]
    chosen = tested[rank[: passed[-1] + 1 if len(passed) else 0]]
    return [_burst(people[of_vote == cell], int(cell % wide)) for cell in chosen]


def _counted(keys: Ints) -> tuple[Ints, Ints]:
    ordered = np.sort(keys)
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    return ordered[starts], np.diff(np.append(starts, len(ordered)))


def _many(keys: Ints, asked: Ints) -> Floats:
    """How often each of some keys is among others."""
    ordered = np.sort(keys)
    return (np.searchsorted(ordered, asked, "right") - np.searchsorted(ordered, asked)).astype(float)


def _burst(people: Ints, idea: int) -> Group:
    return Group(people.astype(np.int64), np.array([idea]), (Reason.BURST,), {"people": float(len(people))})


def marked(votes: Votes, found: list[Group]) -> dict[tuple[int, int], set[Reason]]:
    """Votes in doubt as (idea, person) with the reasons: of a ring all that its people gave, of a burst those in it."""
    of_person: dict[int, set[Reason]] = {}
    reasons: dict[tuple[int, int], set[Reason]] = {}
    for group in found:
        for person in group.people.tolist():
            if Reason.TOGETHER in group.reasons:
                of_person.setdefault(person, set()).update(group.reasons)
            else:
                reasons.setdefault((int(group.ideas[0]), person), set()).update(group.reasons)
    theirs = np.flatnonzero(np.isin(votes.person, list(of_person)))
    for idea, person in zip(votes.idea[theirs].tolist(), votes.person[theirs].tolist(), strict=True):
        reasons.setdefault((idea, person), set()).update(of_person[person])
    return reasons
