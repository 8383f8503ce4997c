"""Why a figure is what it is: every supporting account with what it adds, down to the last hundredth."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from community.people import queries as people
from kernel import db
from kernel.errors import Missing
from kernel.features import the_house
from voting.demand import accounts, carriers, figures, marks, policies
from voting.demand.accounts import Accounts
from voting.demand.figures import Figures
from voting.demand.readings import Readings, read
from voting.demand.reckon import Interval
from voting.demand.voices import NONE
from voting.value.methods import POLICIES, Policy

PER_PAGE = 100


@dataclass(frozen=True)
class Part:
    """An account that supports the idea; `weight` is in hundredths of the policy's unit, worth in minor units."""

    name: str
    url: str
    worth: float
    weight: int
    source: str
    at: datetime | None
    members: int
    customer: int
    person: int


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
    default_from: str
    currency: str
    segments: list[tuple[str, float]]
    carried: float | None

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


@dataclass(frozen=True)
class _Ground:
    """What every idea's parts are taken from: what was read, who counts, and the figures under all policies."""

    readings: Readings
    found: Accounts
    several: dict[Policy, Figures]


_kept: dict[tuple[str, ...], _Ground] = {}
"""The ground of the newest mark: while nothing changes, no page reckons anew."""


async def _ground() -> _Ground:
    mark, settings = await marks.now(), the_house().settings
    key = (mark or "", str(settings.data_dir), settings.database_url)
    ground = _kept.get(key)
    if ground is None:
        readings = await read()
        ground = await asyncio.to_thread(_reckoned, readings)
        _kept.clear()
        if mark is not None and mark == readings.mark:
            _kept[key] = ground
    return ground


def _reckoned(readings: Readings) -> _Ground:
    """Supports are kept as a byte each, and nothing that only shares need."""
    found = accounts.gather(readings)
    several = figures.under(found.supports, accounts.drawn_worths(readings, found), policies=POLICIES, cap=readings.cap)
    return _Ground(
        replace(readings, supports=NONE, old=NONE, other=NONE, trend=NONE),
        replace(found, supports=found.supports.astype(np.int8)),
        several,
    )


async def why(idea: int, policy: Policy, *, page: int = 1) -> Why:
    """What an idea's demand under a policy adds up from, as of now."""
    ground = await _ground()
    readings, row = ground.readings, _row(ground, idea, policy)
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
        default_from=readings.default_from,
        currency=readings.currency,
        segments=row.segments,
        carried=(await carried(policy)).get(idea),
    )


async def carried(policy: Policy) -> dict[int, float]:
    """Demand with how far supporters carry, by idea, in hundredths; nothing where the team does not want that figure."""
    if not carriers.most():
        return {}
    ground, reaches = await _ground(), await carriers.reaches()
    readings, parts = ground.readings, ground.several[policy].parts
    unit = policies.unit(policy, readings.currency) / 100
    reach = accounts.farthest(readings, ground.found, reaches)
    sums = ground.found.supports @ (parts * (1 + carriers.most() * reach)) / unit
    return dict(zip(readings.ideas.tolist(), sums.tolist(), strict=True))


def _row(ground: _Ground, idea: int, policy: Policy) -> _Row:
    readings, found = ground.readings, ground.found
    place = int(np.searchsorted(readings.ideas, idea))
    if place == len(readings.ideas) or readings.ideas[place] != idea:
        raise Missing()
    one, told, value = found.supports[[place]], ground.several[policy], ground.several["linear"]
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
        low=float(told.low[place]),
        high=float(told.high[place]),
        value=Interval(float(value.point[place]), float(value.low[place]), float(value.high[place])),
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
        f"SELECT person_id, at FROM support WHERE idea_id IN ({db.marks(merged)}) AND state <> 'quarantined' ORDER BY at, id",
        *merged,
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
        at, members = given.get((customer, person), (None, 0))
        name = names[customer] if customer else cards[person].name
        url = f"/team/customers/{customer}" if customer else cards[person].url
        parts.append(Part(name, url, worth, weight, source.get(customer, "unknown"), at, members, customer, person))
    return parts


def _sources(readings: Readings, customers: Sequence[int]) -> dict[int, str]:
    """Where the worth of some customers comes from."""
    stated = {row["id"] for row in readings.customers if row["stated_value"] is not None}
    found = {customer: "stated" if customer in stated else "default" for customer in customers if customer}
    if readings.worths is not None:
        table = readings.worths
        where = np.searchsorted(table.customer, list(found))
        for customer, at in zip(list(found), where.tolist(), strict=True):
            if at < len(table.customer) and table.customer[at] == customer:
                found[customer] = table.source[at]
    return found
