"""What makes votes doubtful: arithmetic over what is known of each, without a database.

Voting alike is taste as often as it is a trick. So a group is in doubt only where a second thing that has nothing to do with
taste is unlikely too: that its accounts were made together, that nobody of it is a known customer, that its votes came from
one block of addresses, or that one person brought it. Each is one tail of a binomial or a Poisson distribution against all
others here, and all of them are held to one limit divided by the number of questions asked.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from voting.honesty import ages, bursts, covoting, rings
from voting.honesty.ages import Usual
from voting.honesty.covoting import Ints
from voting.honesty.rings import Ring
from voting.honesty.traits import Group, Limits, Reason, Votes


def groups(votes: Votes, limits: Limits, *, seed: int = 7) -> list[Group]:
    """Every group in doubt: rings with a second reason, bursts from one block, and fewer from one block with one device."""
    loud = bursts.many(votes, limits)
    return [*_rings(votes, limits, seed), *loud, *bursts.few(votes, limits, loud)]


def _rings(votes: Votes, limits: Limits, seed: int) -> list[Group]:
    table = covoting.table(votes.person, votes.idea, people=votes.people, ideas=votes.ideas)
    null = covoting.chances(table)
    one, other = covoting.candidates(table, bands=limits.bands, seed=seed)
    pairs = covoting.unlikely(covoting.tested(table, null, one, other), chance=limits.pairs, least=limits.shared)
    alike = rings.found(table, pairs, limits.shape)
    usual = ages.usual(votes)
    judged = (_judged(votes, usual, ring, limits, asked=4 * len(alike)) for ring in alike)
    return [group for group in judged if len(group.reasons) > 1]


def _judged(votes: Votes, usual: Usual, ring: Ring, limits: Limits, *, asked: int) -> Group:
    """What else a ring's people have in common that chance would hardly give them."""
    limit = limits.second / max(1, asked)
    members, size = ring.people, len(ring.people)
    scans = [(*ages.together(votes.made[members], usual, window), window) for window in limits.windows]
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
