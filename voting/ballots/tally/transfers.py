"""Ranked ballots that move on: instant run-off, and the single transferable vote. No I/O.

STV is the Scottish weighted inclusive Gregory method (Scottish Local Government Elections Order 2007, SSI 2007/42, rules
45 to 52): Droop quota in whole votes; a surplus is passed on with every ballot its holder has, each at (surplus x its
value) / total, in hundred-thousandths of a vote with the rest left off; the largest surplus first; without one the lowest is
excluded and its ballots move on at the value they have; whoever fills the last places is elected without a count.
Equals are parted by the latest earlier stage at which they differed, where the Order then draws a lot by the order that was
drawn before the ballot opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from voting.ballots.tally.profile import LOT, Ballots, Mask, Number, Outcome, Round, Table

ONE = 100_000
"""A vote, in the unit of the count."""
NOBODY = -1


def single_transferable(ballots: Ballots, seats: int = 1) -> Outcome:
    """The Scottish STV for `seats` places. Totals of its rounds are votes with up to five decimals."""
    count = _Count(ballots, seats)
    valid = int(ballots.counts[(ballots.table > 0).any(axis=1)].sum())
    quota = valid // (seats + 1) + 1
    count.run(lambda: quota * ONE)
    return count.outcome({"quota": quota, "valid": valid})


def instant_runoff(ballots: Ballots, seats: int = 1) -> Outcome:
    """The lowest is excluded and its ballots move on until one has more than half of the ballots that still count.

    More seats are what STV is for: ValueError.
    """
    if seats != 1:
        raise ValueError("instant run-off fills one seat")
    count = _Count(ballots, 1)
    count.run(lambda: (sum(count.totals()) // ONE // 2 + 1) * ONE)
    return count.outcome({})


class _Count:
    """The state of a count: who holds each ballot, at which value."""

    def __init__(self, ballots: Ballots, seats: int) -> None:
        self.ballots, self.seats = ballots, min(seats, len(ballots.options))
        self.many = len(ballots.options)
        self.preferences = preferences(ballots.table)
        self.at = np.zeros(len(ballots.counts), np.int64)
        self.value = np.full(len(ballots.counts), ONE, np.int64)
        self.is_open = np.ones(self.many, bool)
        self.kept = np.zeros(self.many, np.int64)
        self.waiting: list[int] = []
        self.elected: list[int] = []
        self.excluded: list[int] = []
        self.rounds: list[Round] = []
        self.history: list[tuple[int, ...]] = []

    @property
    def holder(self) -> Table:
        found: Table = self.preferences[np.arange(len(self.at)), self.at]
        return found

    def totals(self) -> tuple[int, ...]:
        """What each option holds; one whose surplus went on keeps its quota."""
        holder = self.holder
        held = holder != NOBODY
        worth = np.bincount(
            holder[held], weights=(self.value * self.ballots.counts)[held].astype(float), minlength=self.many
        )
        return tuple(int(kept) or round(total) for kept, total in zip(self.kept, worth, strict=True))

    def run(self, quota: Callable[[], int]) -> None:
        kind, about, by = "first", dict[str, Number](), ""
        gone: tuple[int, ...] = ()
        self._move(np.ones(len(self.at), bool))
        while True:
            totals = self.totals()
            self.history.append(totals)
            fresh = self._elect(totals, quota())
            self._tell(kind, totals, fresh, gone, by, about)
            if len(self.elected) >= self.seats:
                return
            if self.waiting:
                kind, gone = "surplus", ()
                about, by = self._pass_on(totals, quota())
            else:
                kind, about = "exclusion", {}
                gone, by = self._exclude()

    def _elect(self, totals: Sequence[int], quota: int) -> tuple[int, ...]:
        room = self.seats - len(self.elected)
        still = [option for option in range(self.many) if self.is_open[option]]
        fresh = [option for option in still if totals[option] >= quota]
        if len(still) <= room:
            fresh = still
        fresh.sort(key=self._standing, reverse=True)
        fresh = fresh[:room]
        self.elected += fresh
        self.is_open[fresh] = False
        self.waiting += [option for option in fresh if totals[option] > quota]
        return tuple(fresh)

    def _standing(self, option: int) -> tuple[int, ...]:
        """The totals of an option from the latest stage back, then its lot: the greater stands higher."""
        return (*(totals[option] for totals in reversed(self.history)), -self.ballots.lots[option])

    def _parted(self, first: int, others: Sequence[int]) -> str:
        """What parts an option from those that have as much now."""
        latest = self.history[-1]
        equal = [other for other in others if other != first and latest[other] == latest[first]]
        if not equal:
            return ""
        alike = any(self._standing(other)[:-1] == self._standing(first)[:-1] for other in equal)
        return LOT if alike else "earlier"

    def _pass_on(self, totals: Sequence[int], quota: int) -> tuple[dict[str, Number], str]:
        option = max(self.waiting, key=self._standing)
        by = self._parted(option, self.waiting)
        self.waiting.remove(option)
        surplus, mine = totals[option] - quota, self.holder == option
        self.value[mine] = surplus * self.value[mine] // totals[option]
        self.kept[option] = quota
        self._move(mine)
        return {"option": option, "surplus": surplus / ONE}, by

    def _exclude(self) -> tuple[tuple[int, ...], str]:
        still = [option for option in range(self.many) if self.is_open[option]]
        option = min(still, key=self._standing)
        by = self._parted(option, still)
        self.is_open[option] = False
        self.excluded.append(option)
        self._move(self.holder == option)
        return (option,), by

    def _move(self, rows: Mask) -> None:
        """Let some ballots go to the next option that is still open."""
        while True:
            holder = self.holder
            closed = rows & (holder != NOBODY) & ~self.is_open[holder]
            if not closed.any():
                return
            self.at[closed] += 1

    def _tell(
        self,
        kind: str,
        totals: Sequence[int],
        fresh: tuple[int, ...],
        gone: tuple[int, ...],
        by: str,
        about: dict[str, Number],
    ) -> None:
        out = {*self.excluded}
        shown = tuple(None if option in out else _votes(totals[option]) for option in range(self.many))
        moving = self.ballots.cast * ONE - sum(totals)
        told = {**about, "nobody": _votes(moving)}
        self.rounds.append(Round(kind, shown, elected=fresh, excluded=gone, parted_by=by, about=told))

    def outcome(self, details: dict[str, Number]) -> Outcome:
        still = [option for option in range(self.many) if self.is_open[option]]
        rest = sorted(still, key=self._standing, reverse=True)
        order = (*self.elected, *rest, *reversed(self.excluded))
        return Outcome(tuple(self.elected), order, tuple(self.rounds), details)


def preferences(ranks: Table) -> Table:
    """The options of each ballot from the first to the last, then NOBODY; a rank given twice ends what a ballot says."""
    rows, many = ranks.shape
    place = np.where(ranks > 0, ranks, many + 1)
    order = np.argsort(place, axis=1, kind="stable")
    said = np.take_along_axis(place, order, axis=1)
    twice = np.zeros((rows, many), bool)
    if many > 1:
        same = said[:, 1:] == said[:, :-1]
        twice[:, 1:] |= same
        twice[:, :-1] |= same
    ends = np.logical_or.accumulate(twice | (said > many), axis=1)
    found = np.where(ends, NOBODY, order)
    return np.concatenate([found, np.full((rows, 1), NOBODY)], axis=1)


def _votes(units: int) -> Number:
    return units / ONE if units % ONE else units // ONE
