"""Who counts for whom: people, the accounts they count for, and what these are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voting.demand.figures import Drawn, account_draws
from voting.demand.readings import Readings
from voting.demand.voices import Ints, Pairs
from voting.value import draws
from voting.value.worth import DRAWS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Accounts:
    """The accounts that support anything in sight: `customer[i]` is a place in the list of customers, or -1.

    `person[i]` is who the account is when it is no customer. `supports` `(ideas, accounts)` holds each once.
    """

    customer: Ints
    person: Ints
    supports: sparse.csr_array
    people: Ints

    @property
    def known(self) -> int:
        """How many of them are customers."""
        return int((self.customer >= 0).sum())


def gather(readings: Readings) -> Accounts:
    """Customers come first, by their place, then people nobody knows as customers, by number."""
    idea, person = in_sight(readings, readings.supports)
    ideas, customers = len(readings.ideas), len(readings.customers)
    code = _codes(readings, int(person.max(initial=0)))
    account = code[person]
    used = np.zeros(customers + len(code), dtype=bool)
    used[account] = True
    place = np.cumsum(used) - 1
    chosen = np.flatnonzero(used)
    supports = _table(idea, place[account], ideas=ideas, columns=len(chosen))
    return Accounts(
        customer=np.where(chosen < customers, chosen, -1),
        person=np.where(chosen < customers, 0, chosen - customers),
        supports=supports,
        people=_people(idea, person, ideas),
    )


def _table(idea: Ints, column: Ints, *, ideas: int, columns: int) -> sparse.csr_array:
    """Pairs as a table `(ideas, columns)` of ones; sorting keys is quicker than having scipy sort and add up."""
    keys = _distinct(idea, column, columns)
    starts = _starts(keys, ideas, columns)
    indices = keys - np.repeat(np.arange(ideas) * columns, np.diff(starts))
    return sparse.csr_array(
        (np.ones(len(keys)), indices.astype(np.int32), starts.astype(np.int32)), shape=(ideas, columns)
    )


def _distinct(idea: Ints, column: Ints, width: int) -> Ints:
    """Each pair once, as `idea * width + column`, ascending."""
    keys = idea * width + column
    if np.all(keys[1:] > keys[:-1]):
        return keys
    keys.sort()
    return np.asarray(keys[np.append(True, keys[1:] > keys[:-1])], dtype=np.int64)


def _starts(keys: Ints, ideas: int, width: int) -> Ints:
    """Where the keys of each idea begin, and where the last one's end."""
    return np.searchsorted(keys, np.arange(ideas + 1) * width)


def in_sight(readings: Readings, pairs: Pairs) -> tuple[Ints, Ints]:
    """Places of ideas, and the people beside them; ideas that are merged count where they went."""
    place = np.where(readings.root > 0, np.searchsorted(readings.ideas, readings.root), -1)
    idea = place[pairs.idea]
    kept = idea >= 0
    return (idea, pairs.person) if kept.all() else (idea[kept], pairs.person[kept])


def customer_places(readings: Readings, largest: int) -> Ints:
    """For each person up to a number: the place of their customer, or -1."""
    ids = np.array([row["id"] for row in readings.customers], dtype=np.int64)
    found = np.full(largest + 1, -1, dtype=np.int64)
    linked = np.flatnonzero(readings.link[: largest + 1])
    found[linked] = np.searchsorted(ids, readings.link[linked])
    return found


def _codes(readings: Readings, largest: int) -> Ints:
    places = customer_places(readings, largest)
    return np.where(places >= 0, places, len(readings.customers) + np.arange(largest + 1))


def _people(idea: Ints, person: Ints, ideas: int) -> Ints:
    """Distinct people of each idea; only a merged one can name somebody twice."""
    width = int(person.max(initial=0)) + 1
    return np.diff(_starts(_distinct(idea, person, width), ideas, width))


def farthest(readings: Readings, found: Accounts, reaches: Mapping[int, float]) -> Floats:
    """For each account how far whoever of its members carries farthest does."""
    held = np.zeros(max(len(readings.link), max(reaches, default=0) + 1, int(found.person.max(initial=0)) + 1))
    held[list(reaches)] = list(reaches.values())
    places = customer_places(readings, len(readings.link) - 1)
    best = np.zeros(len(readings.customers) + 1)
    np.maximum.at(best, places, held[: len(places)])
    return np.where(found.customer >= 0, best[found.customer], held[found.person])


def amounts(readings: Readings) -> Floats:
    """Worth of every customer as the run says; where it does not know them, as a contract states, else the default."""
    stated = [row["stated_value"] for row in readings.customers]
    found = np.array([readings.default_worth if worth is None else worth for worth in stated], dtype=float)
    place, row = _rows(readings)
    if readings.worths is not None:
        found[place] = readings.worths.amount[row]
    return found


def _rows(readings: Readings) -> tuple[Ints, Ints]:
    """Places of customers that the run valued, and their rows in its table."""
    if readings.worths is None:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    ids = np.array([row["id"] for row in readings.customers], dtype=np.int64)
    _, place, row = np.intersect1d(ids, readings.worths.customer, assume_unique=True, return_indices=True)
    return place.astype(np.int64), row.astype(np.int64)


def drawn_worths(readings: Readings, accounts: Accounts) -> Drawn:
    """Worths of the accounts in minor units; of one draw where nothing is uncertain."""
    fixed = np.full(len(accounts.customer), float(readings.default_worth))
    fixed[np.isin(accounts.person, readings.unweighed)] = 0.0
    known = np.flatnonzero(accounts.customer >= 0)
    fixed[known] = amounts(readings)[accounts.customer[known]]
    modelled = np.full(len(fixed), -1, dtype=np.int64)
    if readings.run is None or readings.worths is None:
        return account_draws(fixed, modelled, np.zeros((1, 0)))
    place, row = _rows(readings)
    drawn = readings.worths.modelled[row]
    column = np.cumsum(readings.worths.modelled) - 1
    column_of = np.full(len(readings.customers), -1, dtype=np.int64)
    column_of[place[drawn]] = column[row[drawn]]
    modelled[known] = column_of[accounts.customer[known]]
    if not np.any(modelled >= 0):
        return account_draws(fixed, modelled, np.zeros((1, 0)))
    return account_draws(fixed, modelled, draws.drawn(readings.run, readings.worths, draws=DRAWS))


def in_segments(readings: Readings, accounts: Accounts) -> list[Ints]:
    """The accounts in each segment; a customer may be in several."""
    ids = np.array([row["id"] for row in readings.customers], dtype=np.int64)
    where = np.full(len(ids) + 1, -1, dtype=np.int64)
    known = np.flatnonzero(accounts.customer >= 0)
    where[accounts.customer[known]] = known
    members = [where[np.searchsorted(ids, segment.customers)] for segment in readings.segments]
    return [held[held >= 0] for held in members]
