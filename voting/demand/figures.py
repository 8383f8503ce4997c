"""What the supporting accounts of each idea weigh, under a policy, with the uncertainty of their worths."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voting.value.methods import Policy
from voting.value.weights import CAP, weigh

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


def account_draws(fixed: Floats, modelled: Ints, drawn: Floats) -> Floats:
    """Worth `(draws, accounts)` of every account: column `modelled[i]` of `drawn` `(draws, customers)`, else fixed.

    `modelled` is -1 for an account with a stated or default worth, `fixed[i]`, which has no spread.
    """
    worth = np.tile(fixed.astype(float), (len(drawn), 1))
    known = np.flatnonzero(modelled >= 0)
    for row, values in zip(worth, drawn, strict=True):
        row[known] = values[modelled[known]]
    return worth


def demand(supports: sparse.csr_array, worth: Floats, *, policy: Policy, cap: float = CAP) -> Demand:
    """Value and demand of all ideas from `supports` `(ideas, accounts)` and worths `(draws, accounts)` in money.

    A support counts once however often it is stored. One draw holds for all accounts, so their errors do not cancel,
    and a curved policy is applied within each draw, so its point stays within its own ends.
    Raises ValueError where `weigh` does and when the numbers of accounts differ.
    """
    supports = once(supports, accounts=worth.shape[1])
    alike = _alike(supports, worth)
    value = _figures(supports, alike, worth, policy="linear", cap=cap)
    if policy == "linear":
        return Demand(value, value, policy)
    return Demand(value, _figures(supports, alike, worth, policy=policy, cap=cap), policy)


def under(
    supports: sparse.csr_array, worth: Floats, *, policies: Sequence[Policy], cap: float = CAP
) -> dict[Policy, Figures]:
    """Figures under several policies from the same draws; `linear`, which is the value, always among them."""
    supports = once(supports, accounts=worth.shape[1])
    alike = _alike(supports, worth)
    named: dict[Policy, None] = {"linear": None, **dict.fromkeys(policies)}
    return {policy: _figures(supports, alike, worth, policy=policy, cap=cap) for policy in named}


@dataclass(frozen=True)
class _Alike:
    """Supports `(ideas, groups)` counted over groups of accounts alike in every draw; `first` is one of each group."""

    supports: sparse.csr_array
    first: Ints


def _alike(supports: sparse.csr_array, worth: Floats) -> _Alike:
    """Accounts of the same fixed worth weigh the same in every draw: most voters are one group, of the default."""
    accounts = worth.shape[1]
    fixed = np.flatnonzero((worth == worth[:1]).all(axis=0))
    key = np.arange(accounts)
    _, first, place = np.unique(worth[0, fixed], return_index=True, return_inverse=True)
    key[fixed] = fixed[first[place.reshape(-1)]]
    chosen, group = np.unique(key, return_inverse=True)
    columns = group.reshape(-1)[supports.indices]
    grouped = sparse.csr_array(
        (supports.data.copy(), columns, supports.indptr.copy()), shape=(supports.shape[0], len(chosen))
    )
    grouped.sum_duplicates()
    return _Alike(grouped, chosen)


def once(supports: sparse.csr_array, *, accounts: int) -> sparse.csr_array:
    """The same supports, each a 1. Raises ValueError when there are not `accounts` columns."""
    if supports.shape[1] != accounts:
        raise ValueError(f"supports name {supports.shape[1]} accounts, worths {accounts}")
    single = sparse.csr_array(supports, copy=True)
    single.sum_duplicates()
    single.data = (single.data != 0).astype(float)
    return single


def _figures(supports: sparse.csr_array, alike: _Alike, worth: Floats, *, policy: Policy, cap: float) -> Figures:
    summed = np.empty((supports.shape[0], len(worth)))
    parts = np.zeros(worth.shape[1])
    for start in range(0, len(worth), DRAWS_AT_ONCE):
        block = slice(start, start + DRAWS_AT_ONCE)
        weights = weigh(policy, worth[block], cap=cap)
        parts += weights.sum(axis=0)
        summed[:, block] = alike.supports @ np.ascontiguousarray(weights[:, alike.first].T)
    parts /= len(worth)
    point = supports @ parts
    low, high = ends(summed)
    return Figures(point, np.minimum(low, point), np.maximum(high, point), parts)


def ends(draws: Floats, *, ideas_at_once: int = 2000) -> tuple[Floats, Floats]:
    """The 2.5 % and 97.5 % points `(ideas,)` of `draws` `(ideas, draws)`."""
    low, high = np.empty(len(draws)), np.empty(len(draws))
    for start in range(0, len(draws), ideas_at_once):
        block = slice(start, start + ideas_at_once)
        low[block], high[block] = np.percentile(draws[block], [2.5, 97.5], axis=1)
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
