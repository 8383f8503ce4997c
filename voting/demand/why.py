"""Why a figure is what it is: every supporting account with what it adds, down to the last hundredth."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from community.people import queries as people
from kernel import db
from kernel.errors import Missing
from voting.demand import accounts, figures, policies
from voting.demand.readings import Readings, read
from voting.demand.reckon import Interval
from voting.value.weights import Policy

PER_PAGE = 100


@dataclass(frozen=True)
class Part:
    """An account that supports the idea; `weight` is in hundredths of the policy's unit, worth in minor units."""

    name: str
    url: str
    worth: float
    weight: int
    source: str
    at: datetime
    members: int


@dataclass(frozen=True)
class Why:
    """A page of parts; `before`, their own and `after` add up to `total`, all in hundredths."""

    policy: Policy
    parts: list[Part]
    before: int
    before_count: int
    after: int
    after_count: int
    total: int
    low: float
    high: float
    value: Interval
    accounts: int
    unknown: int
    default_worth: int
    currency: str
    segments: list[tuple[str, float]]

    @property
    def low_hundredths(self) -> float:
        return self.low / policies.unit(self.policy, self.currency) * 100

    @property
    def high_hundredths(self) -> float:
        return self.high / policies.unit(self.policy, self.currency) * 100


@dataclass(frozen=True)
class _Row:
    """All accounts of an idea, the heaviest first."""

    customer: list[int]
    person: list[int]
    worth: list[float]
    hundredths: list[int]
    low: float
    high: float
    value: Interval
    segments: list[tuple[str, float]]


async def why(idea: int, policy: Policy, *, page: int = 1) -> Why:
    """What an idea's demand under a policy adds up from, reckoned now."""
    readings = await read()
    row = await asyncio.to_thread(_row, readings, idea, policy)
    start = (page - 1) * PER_PAGE
    stop = start + PER_PAGE
    given = await _given(readings, idea)
    return Why(
        policy=policy,
        parts=await _parts(readings, row, slice(start, stop), given),
        before=sum(row.hundredths[:start]),
        before_count=min(start, len(row.hundredths)),
        after=sum(row.hundredths[stop:]),
        after_count=max(0, len(row.hundredths) - stop),
        total=sum(row.hundredths),
        low=row.low,
        high=row.high,
        value=row.value,
        accounts=len(row.hundredths),
        unknown=row.customer.count(0),
        default_worth=readings.default_worth,
        currency=readings.currency,
        segments=row.segments,
    )


def _row(readings: Readings, idea: int, policy: Policy) -> _Row:
    place = int(np.searchsorted(readings.ideas, idea))
    if place == len(readings.ideas) or readings.ideas[place] != idea:
        raise Missing()
    found = accounts.gather(readings)
    worth = accounts.drawn_worths(readings, found)
    one = found.supports[[place]]
    several = figures.under(one, worth, policies=[policy], cap=readings.cap)
    told, value = several[policy], several["linear"]
    unit = policies.unit(policy, readings.currency) / 100
    held = one.indices[np.lexsort((one.indices, -told.parts[one.indices]))]
    ids = np.array([row["id"] for row in readings.customers], dtype=np.int64)
    known = found.customer[held]
    groups = accounts.in_segments(readings, found)
    by_segment = figures.by_groups(one, value.parts, groups)[0]
    return _Row(
        customer=[int(ids[at]) if at >= 0 else 0 for at in known],
        person=found.person[held].tolist(),
        worth=value.parts[held].tolist(),
        hundredths=hundredths((told.parts[held] / unit).tolist()),
        low=float(told.low[0]),
        high=float(told.high[0]),
        value=Interval(float(value.point[0]), float(value.low[0]), float(value.high[0])),
        segments=[(part.name, float(sum_)) for part, sum_ in zip(readings.segments, by_segment, strict=True)],
    )


def hundredths(parts: Sequence[float]) -> list[int]:
    """Whole numbers that add up to the rounded sum: those cut the most are rounded up."""
    down = [int(np.floor(part)) for part in parts]
    missing = round(sum(parts)) - sum(down)
    order = sorted(range(len(parts)), key=lambda at: (down[at] - parts[at], at))
    for at in order[:missing]:
        down[at] += 1
    return down


async def _given(readings: Readings, idea: int) -> dict[tuple[int, int], tuple[datetime, int]]:
    """When each account first gave its support, and how many of its members did."""
    merged = np.flatnonzero(readings.root == idea).tolist()
    found: dict[tuple[int, int], tuple[datetime, set[int]]] = {}
    rows = await db.rows(
        f"SELECT person_id, at FROM support WHERE idea_id IN ({db.marks(merged)}) ORDER BY at, id", *merged
    )
    for row in rows:
        person = row["person_id"]
        customer = int(readings.link[person]) if person < len(readings.link) else 0
        key = (customer, 0) if customer else (0, person)
        found.setdefault(key, (row["at"], set()))[1].add(person)
    return {key: (at, len(members)) for key, (at, members) in found.items()}


async def _parts(
    readings: Readings, row: _Row, part: slice, given: dict[tuple[int, int], tuple[datetime, int]]
) -> list[Part]:
    customers, persons = row.customer[part], row.person[part]
    rows = await db.rows(f"SELECT id, name, reference FROM customer WHERE id IN ({db.marks(customers)})", *customers)
    names = {found["id"]: found["name"] or found["reference"] for found in rows}
    cards = await people.names([person for person in persons if person])
    source = _sources(readings, customers)
    parts = []
    for customer, person, worth, weight in zip(customers, persons, row.worth[part], row.hundredths[part], strict=True):
        at, members = given[customer, person]
        name = names[customer] if customer else cards[person].name
        url = f"/team/customers/{customer}" if customer else cards[person].url
        parts.append(Part(name, url, worth, weight, source.get(customer, "unknown"), at, members))
    return parts


def _sources(readings: Readings, customers: Sequence[int]) -> dict[int, str]:
    """Where the worth of some customers comes from."""
    found = {customer: "default" for customer in customers if customer}
    if readings.worths is not None:
        table = readings.worths
        where = np.searchsorted(table.customer, list(found))
        for customer, at in zip(list(found), where.tolist(), strict=True):
            if at < len(table.customer) and table.customer[at] == customer:
                found[customer] = table.source[at]
    return found
