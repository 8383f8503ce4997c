"""What the supporting accounts of each idea weigh, under a policy, with the uncertainty of their worths."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voting.demand.bands import between
from voting.value.methods import Policy
from voting.value.weights import CAP, RELATIVE, weigh

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DRAWS_AT_ONCE = 25


@dataclass(frozen=True)
class Figures:
    """One figure per idea `(ideas,)`: the mean of the draws and their 2.5 % and 97.5 % points.

    `parts` `(accounts,)` is what each account adds, its mean weight over the draws: the point of an idea is the sum of
    the parts of the accounts that support it, and nothing else.
    """

    point: Floats
    low: Floats
    high: Floats
    parts: Floats


@dataclass(frozen=True)
class Demand:
    """Value in money and demand in the policy's unit, from the same draws."""

    value: Figures
    demand: Figures
    policy: Policy


@dataclass(frozen=True)
class Drawn:
    """Worths `(draws, columns)` in money, and the `column` `(accounts,)` of each account: those that are alike share one."""

    worth: Floats
    column: Ints

    @property
    def accounts(self) -> int:
        return len(self.column)

    def weighed(self, policy: Policy, block: slice, *, cap: float) -> Floats:
        """Weights `(draws, columns)` of a block of draws; a policy that asks what others are worth is told of all accounts."""
        if policy not in RELATIVE:
            return weigh(policy, self.worth[block], cap=cap)
        everyone = weigh(policy, self.worth[block].take(self.column, axis=1), cap=cap)
        return everyone.take(_first(self.column, self.worth.shape[1]), axis=1)


def _first(column: Ints, columns: int) -> Ints:
    """An account of each column."""
    found = np.zeros(columns, dtype=np.int64)
    found[column] = np.arange(len(column))
    return found


def account_draws(fixed: Floats, modelled: Ints, drawn: Floats) -> Drawn:
    """Worths of every account: column `modelled[i]` of `drawn` `(draws, customers)`, else fixed.

    `modelled` is -1 for an account with a stated or default worth, `fixed[i]`, which has no spread: a column for each
    such worth serves all who have it.
    """
    known = modelled >= 0
    own, place = np.unique(modelled[known], return_inverse=True)
    single, where = np.unique(fixed[~known].astype(float), return_inverse=True)
    worth = np.empty((len(drawn), len(own) + len(single)))
    worth[:, len(own) :] = single
    for row, values in zip(worth, drawn, strict=True):
        row[: len(own)] = values[own]
    column = np.empty(len(fixed), dtype=np.int64)
    column[known], column[~known] = place.reshape(-1), len(own) + where.reshape(-1)
    return Drawn(worth, column)


def demand(supports: sparse.csr_array, drawn: Drawn, *, policy: Policy, cap: float = CAP) -> Demand:
    """Value and demand of all ideas from `supports` `(ideas, accounts)` and the worths of accounts.

    A support counts once however often it is stored. One draw holds for all accounts, so their errors do not cancel,
    and a curved policy is applied within each draw, so its point stays within its own ends.
    Raises ValueError where `weigh` does and when the numbers of accounts differ.
    """
    found = under(supports, drawn, policies=[policy], cap=cap)
    return Demand(found["linear"], found[policy], policy)


def under(
    supports: sparse.csr_array, drawn: Drawn, *, policies: Sequence[Policy], cap: float = CAP
) -> dict[Policy, Figures]:
    """Figures under several policies from the same draws; `linear`, which is the value, always among them."""
    supports = once(supports, accounts=drawn.accounts)
    alike = _alike(supports, drawn)
    named: dict[Policy, None] = {"linear": None, **dict.fromkeys(policies)}
    return {policy: _figures(supports, alike, drawn, policy=policy, cap=cap) for policy in named}


@dataclass(frozen=True)
class _Alike:
    """Supports `(ideas, groups)` counted over groups of accounts alike in every draw; `column` is that of each group."""

    supports: sparse.csr_array
    column: Ints


def _alike(supports: sparse.csr_array, drawn: Drawn) -> _Alike:
    """Accounts of the same fixed worth weigh the same in every draw: most voters are one group, of the default.

    Groups stand in the order of their first accounts.
    """
    worth, accounts = drawn.worth, np.arange(drawn.accounts)
    fixed = np.flatnonzero((worth == worth[:1]).all(axis=0)[drawn.column])
    key = accounts.copy()
    _, first, place = np.unique(worth[0, drawn.column[fixed]], return_index=True, return_inverse=True)
    key[fixed] = fixed[first[place.reshape(-1)]]
    chosen, number = accounts[key == accounts], np.cumsum(key == accounts) - 1
    columns = number[key][supports.indices]
    grouped = sparse.csr_array(
        (supports.data.copy(), columns, supports.indptr.copy()), shape=(supports.shape[0], len(chosen))
    )
    grouped.sum_duplicates()
    return _Alike(grouped, drawn.column[chosen])


def once(supports: sparse.csr_array, *, accounts: int) -> sparse.csr_array:
    """The same supports, each a 1. Raises ValueError when there are not `accounts` columns."""
    if supports.shape[1] != accounts:
        raise ValueError(f"supports name {supports.shape[1]} accounts, worths {accounts}")
    single = sparse.csr_array(supports, copy=True)
    single.sum_duplicates()
    single.data = (single.data != 0).astype(float)
    return single


def _figures(supports: sparse.csr_array, alike: _Alike, drawn: Drawn, *, policy: Policy, cap: float) -> Figures:
    draws, columns = drawn.worth.shape
    summed, each = np.empty((supports.shape[0], draws)), np.zeros(columns)
    for start in range(0, draws, DRAWS_AT_ONCE):
        block = slice(start, start + DRAWS_AT_ONCE)
        weights = drawn.weighed(policy, block, cap=cap)
        each += weights.sum(axis=0)
        summed[:, block] = alike.supports @ np.ascontiguousarray(weights.T).take(alike.column, axis=0)
    parts = (each / draws)[drawn.column]
    point = supports @ parts
    low, high = ends(summed)
    return Figures(point, np.minimum(low, point), np.maximum(high, point), parts)


def ends(draws: Floats, *, ideas_at_once: int = 2000) -> tuple[Floats, Floats]:
    """The 2.5 % and 97.5 % points `(ideas,)` of `draws` `(ideas, draws)`."""
    low, high = np.empty(len(draws)), np.empty(len(draws))
    for start in range(0, len(draws), ideas_at_once):
        block = slice(start, start + ideas_at_once)
        ordered = np.sort(draws[block], axis=1)
        last = draws.shape[1] - 1
        low[block], high[block] = between(ordered, 0.025 * last), between(ordered, 0.975 * last)
    return low, high


def by_segment(supports: sparse.csr_array, parts: Floats, segment: Ints, *, segments: int) -> Floats:
    """The parts of the supporting accounts by segment, `(ideas, segments)`; segment -1 is none and counts nowhere."""
    known = np.flatnonzero(segment >= 0)
    table = sparse.csr_array((parts[known], (known, segment[known])), shape=(len(parts), segments))
    return np.asarray((once(supports, accounts=len(parts)) @ table).toarray(), dtype=float)


def by_groups(supports: sparse.csr_array, parts: Floats, groups: Sequence[Ints]) -> Floats:
    """The parts of the supporting accounts in each group of accounts, `(ideas, groups)`; an account may be in several."""
    rows = np.concatenate([*groups, np.zeros(0, dtype=np.int64)])
    columns = np.repeat(np.arange(len(groups)), np.array([len(group) for group in groups], dtype=np.int64))
    table = sparse.csr_array((parts[rows], (rows, columns)), shape=(len(parts), len(groups)))
    return np.asarray((once(supports, accounts=len(parts)) @ table).toarray(), dtype=float)
