"""Methods that add up what ballots give: approval whole or shared out, scores, STAR, dots, quadratic credits, Borda. No I/O.

Where two options end with the same sum, each method has one more rule, said at its function; then the lot decides.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from voting.ballots.tally import duels
from voting.ballots.tally.profile import LOT, Ballots, Key, Number, Outcome, Round, Table, ordered, parting

HIGHEST = 5


def approval(ballots: Ballots, seats: int = 1) -> Outcome:
    """The options that most approve of; equals by lot (Brams and Fishburn, Approval Voting, 1983)."""
    return _summed(ballots, (ballots.table > 0).astype(np.int64), seats)


def shared_approval(ballots: Ballots, seats: int = 1) -> Outcome:
    """Each ballot is one vote, shared out equally among the options it approves of; of equals the one with more givers
    (Brams and Kilgour, "Satisfaction Approval Voting", 2010).
    """
    approved = (ballots.table > 0).astype(np.int64)
    sizes, people = approved.sum(axis=1), _sums(ballots, approved)
    totals = [Fraction(0)] * len(ballots.options)
    for size in np.unique(sizes[sizes > 0]):
        given = (ballots.counts * (sizes == size)) @ approved
        totals = [total + Fraction(int(votes), int(size)) for total, votes in zip(totals, given, strict=True)]
    keys: list[Key] = list(zip(totals, people, strict=True))
    return _simple(keys, [float(total) for total in totals], ballots, seats, ("givers",))


def dots(ballots: Ballots, seats: int = 1) -> Outcome:
    """The options with most dots; of equals the one with more givers."""
    return _summed(ballots, ballots.table, seats, givers=True)


def quadratic(ballots: Ballots, seats: int = 1) -> Outcome:
    """The options with most votes, where v votes of one voter for one option cost v x v credits; of equals the one with more
    givers (Lalley and Weyl, "Quadratic Voting", 2018).
    """
    return _summed(ballots, ballots.table, seats, givers=True)


def score(ballots: Ballots, seats: int = 1) -> Outcome:
    """The options with the highest sum of scores from 0 to 5, where no score is 0; of equals the one with more fives."""
    totals, fives = _sums(ballots, ballots.table), _sums(ballots, (ballots.table == HIGHEST).astype(np.int64))
    keys: list[Key] = list(zip(totals, fives, strict=True))
    return _simple(keys, totals, ballots, seats, ("fives",))


def star(ballots: Ballots, seats: int = 1) -> Outcome:
    """Score, then automatic run-off: of the two with the highest sums, the one that more ballots score higher.

    Equals in the scoring round are parted by who is preferred to whom among them, then by fives; equals in the run-off by the
    sum, then by fives (equal.vote, "STAR Voting tie-breaking protocol"); then the lot. More seats are filled one by one, by
    the same count among the options that are left (bloc STAR).
    """
    rounds: list[Round] = []
    winners: list[int] = []
    left = list(range(len(ballots.options)))
    totals, matrix = _sums(ballots, ballots.table), duels.matrix(ballots.table, ballots.counts, higher=True)
    fives = _sums(ballots, (ballots.table == HIGHEST).astype(np.int64))
    while left and len(winners) < seats:
        finalists, by = _finalists(left, totals, fives, matrix, ballots.lots)
        shown = tuple(totals[option] if option in left else None for option in range(len(totals)))
        rounds.append(Round("scoring", shown, elected=tuple(finalists), parted_by=by))
        winner = finalists[0]
        if len(finalists) == 2:
            winner, by = _runoff(finalists, totals, fives, matrix, ballots.lots)
            rounds.append(_final(finalists, winner, by, matrix, ballots))
        winners.append(winner)
        left.remove(winner)
    keys: list[Key] = [(total,) for total in totals]
    rest = [option for option in ordered(keys, ballots.lots) if option not in winners]
    return Outcome(tuple(winners), (*winners, *rest), tuple(rounds), {"preferred": matrix.tolist()})


def borda(ballots: Ballots, seats: int = 1) -> Outcome:
    """Of m options the first of a ballot gets m - 1 points, the next m - 2; those not ranked share equally what is left, so that
    no voter gains by leaving options out. Of equals the one with more first places.
    """
    doubled = borda_points(ballots)
    firsts = _sums(ballots, (ballots.table == 1).astype(np.int64))
    totals = [points / 2 if points % 2 else points // 2 for points in doubled]
    keys: list[Key] = list(zip(doubled, firsts, strict=True))
    return _simple(keys, totals, ballots, seats, ("firsts",))


def borda_points(ballots: Ballots) -> list[int]:
    """Twice the points of each option, so that a shared half is whole."""
    ranked, many = ballots.table > 0, len(ballots.options)
    unranked = many - ranked.sum(axis=1, keepdims=True)
    points = np.where(ranked, 2 * (many - ballots.table), unranked - 1)
    return _sums(ballots, points)


def _sums(ballots: Ballots, table: Table) -> list[int]:
    return [int(total) for total in ballots.counts @ table]


def _summed(ballots: Ballots, table: Table, seats: int, *, givers: bool = False) -> Outcome:
    totals = _sums(ballots, table)
    if not givers:
        return _simple([(total,) for total in totals], totals, ballots, seats, ())
    people = _sums(ballots, (table > 0).astype(np.int64))
    return _simple(list(zip(totals, people, strict=True)), totals, ballots, seats, ("givers",))


def _simple(
    keys: list[Key], totals: list[Number] | list[int], ballots: Ballots, seats: int, names: tuple[str, ...]
) -> Outcome:
    order = ordered(keys, ballots.lots)
    winners = order[:seats]
    by = parting(keys, order, seats, names)
    return Outcome(winners, order, (Round("count", tuple(totals), elected=winners, parted_by=by),))


def _finalists(
    left: list[int], totals: list[int], fives: list[int], matrix: Table, lots: tuple[int, ...]
) -> tuple[list[int], str]:
    """The two that go to the run-off, and what parted the second of them from the third."""
    chosen: list[int] = []
    by = ""
    for _place in range(min(2, len(left))):
        open_ones = [option for option in left if option not in chosen]
        highest = max(totals[option] for option in open_ones)
        equal = [option for option in open_ones if totals[option] == highest]
        room = min(2, len(left)) - len(chosen)
        if len(equal) > room:
            losses = {one: sum(matrix[other, one] > matrix[one, other] for other in equal) for one in equal}
            fewest = [one for one in equal if losses[one] == min(losses.values())]
            most = [one for one in fewest if fives[one] == max(fives[other] for other in fewest)]
            by = "preferred" if len(fewest) == 1 else "fives" if len(most) == 1 else LOT
            equal = most
        chosen.append(min(equal, key=lambda option: lots[option]))
    return chosen, by


def _runoff(
    pair: list[int], totals: list[int], fives: list[int], matrix: Table, lots: tuple[int, ...]
) -> tuple[int, str]:
    one, other = pair
    for by, mine, theirs in (
        ("", int(matrix[one, other]), int(matrix[other, one])),
        ("totals", totals[one], totals[other]),
        ("fives", fives[one], fives[other]),
    ):
        if mine != theirs:
            return (one if mine > theirs else other), by
    return min(pair, key=lambda option: lots[option]), LOT


def _final(pair: list[int], winner: int, by: str, matrix: Table, ballots: Ballots) -> Round:
    one, other = pair
    votes = {one: int(matrix[one, other]), other: int(matrix[other, one])}
    shown = tuple(votes.get(option) for option in range(len(ballots.options)))
    loser = other if winner == one else one
    equal = ballots.cast - sum(votes.values())
    return Round("run-off", shown, elected=(winner,), excluded=(loser,), parted_by=by, about={"equal": equal})
