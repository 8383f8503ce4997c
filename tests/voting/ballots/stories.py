"""Counts of polls as their results keep them."""

from __future__ import annotations

from voting.ballots import recounting
from voting.ballots.counted import Count, Matter, count_of
from voting.ballots.tally.files import BallotFile
from voting.ballots.tally.methods import Poll, beside, count


def counted(poll: Poll, method: str, names: str, *, electors: int = 0, quorum: int = 0) -> tuple[Count, Matter, Count]:
    """A poll's count, what was voted on, and what another method says."""
    keys = tuple(poll.ballots.options)
    file = BallotFile(method, poll, keys, tuple(names.split()))
    outcome, other = count(poll, method), beside(poll, method)
    matter = Matter(
        dict(zip(keys, names.split(), strict=True)),
        seats=poll.seats,
        cast=poll.cast,
        electors=electors or poll.cast,
        quorum=quorum,
        budget=poll.budget,
        currency="EUR" if poll.budget else "",
        costs=dict(zip(keys, poll.costs, strict=False)),
    )
    document = {**recounting.document(file, method, outcome), "details": outcome.details}
    told = count_of({**recounting.document(file, other[0], other[1]), "details": other[1].details})
    return count_of(document), matter, told
