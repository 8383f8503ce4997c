"""Every option against every other: the matrix of preferences, and Schulze's method. No I/O."""

from __future__ import annotations

import numpy as np

from voting.ballots.tally.profile import Ballots, Key, Outcome, Round, Table, ordered, parting

UNRANKED = np.iinfo(np.int64).max


def matrix(table: Table, counts: Table, *, higher: bool) -> Table:
    """How many ballots prefer option i to option j, at [i, j]; `higher` says that a higher number is the better one."""
    values = table if higher else -np.where(table > 0, table, UNRANKED)
    many = table.shape[1]
    found = np.zeros((many, many), np.int64)
    for option in range(many):
        found[option] = counts @ (values[:, [option]] > values)
    return found


def schulze(ballots: Ballots, seats: int = 1) -> Outcome:
    """The strongest beatpaths by winning votes: option i stands before j where its strongest chain of majorities to j is
    stronger than the one back (M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
    Condorcet-consistent single-winner election method", Social Choice and Welfare 36, 2011). Options not ranked stand
    together behind the ranked ones. The fewer stand before an option the better its place; of equals the one that stands
    before more, then the lot.
    """
    duelled = matrix(ballots.table, ballots.counts, higher=False)
    paths = strongest_paths(duelled)
    stands = paths > paths.T
    before, behind = stands.sum(axis=0).tolist(), stands.sum(axis=1).tolist()
    keys: list[Key] = [(-above, below) for above, below in zip(before, behind, strict=True)]
    order = ordered(keys, ballots.lots)
    winners = order[:seats]
    shown = Round("count", tuple(behind), elected=winners, parted_by=parting(keys, order, seats, ("beaten",)))
    champion = condorcet_winner(duelled)
    details = {"preferred": duelled.tolist(), "paths": paths.tolist(), "beats_all": champion}
    return Outcome(winners, order, (shown,), details)


def strongest_paths(duelled: Table) -> Table:
    """Of all chains of majorities from i to j the strongest, by its weakest link; 0 where there is none."""
    paths: Table = np.where(duelled > duelled.T, duelled, 0)
    for through in range(len(paths)):
        paths = np.maximum(paths, np.minimum(paths[:, [through]], paths[[through], :]))
    np.fill_diagonal(paths, 0)
    return paths


def condorcet_winner(duelled: Table) -> int | None:
    """The option that more ballots prefer to each other one, where there is one."""
    wins = (duelled > duelled.T).sum(axis=1)
    found = np.flatnonzero(wins == len(duelled) - 1)
    return int(found[0]) if len(found) else None
