"""Reading customers, orders and worth."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from community.privacy import choices
from kernel import db, lists
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.viewer import Viewer
from voting.value import groups, rules, unweighed
from voting.value.links import SHOWN

PER_PAGE = 25
LAST_ID = 2**31 - 1


@dataclass(frozen=True)
class Run:
    """One worth run, as whoever uses it reads it; amounts in minor units of `currency`."""

    id: int
    as_of: date
    method: str
    reason: str
    currency: str
    customers: int
    horizon_weeks: float
    discount_rate: float
    default_worth: int
    created_at: datetime
    fit: dict[str, Any] = field(repr=False)


async def latest_run() -> Run | None:
    """The run that was made last."""
    return _run(await db.row(f"{_RUN} ORDER BY id DESC LIMIT 1"))


async def run(run_id: int) -> Run | None:
    return _run(await db.row(f"{_RUN} WHERE id = ?", run_id))


async def made(run_id: int) -> Run:
    """A run that is there."""
    found = await run(run_id)
    if found is None:
        raise Missing()
    return found


async def runs(limit: int = 20) -> list[Run]:
    """The newest runs, newest first."""
    return [found for row in await db.rows(f"{_RUN} ORDER BY id DESC LIMIT ?", limit) if (found := _run(row))]


_RUN = (
    "SELECT id, as_of AS as_of_on, method, reason, currency, customers, horizon_weeks, discount_rate, default_worth, "
    "created_at, fit FROM worth_run"
)


def _run(row: db.Row | None) -> Run | None:
    if row is None:
        return None
    values = {**row, "as_of": row["as_of_on"], "fit": json.loads(row["fit"])}
    return Run(**{name: values[name] for name in Run.__dataclass_fields__})


async def links() -> dict[int, int]:
    """Person to customer, whatever the link rests on: what counting uses. Who counts without their worth has none."""
    return {
        row["person_id"]: row["customer_id"]
        for row in await db.rows(
            f"SELECT l.person_id, l.customer_id FROM customer_link l WHERE NOT {unweighed.of('l.person_id')}"
        )
    }


async def audiences_of(row: Mapping[str, Any]) -> set[str]:
    """`customers` and the segments of a person's customer."""
    customer = row["customer_id"]
    if customer is None:
        return set()
    if row["is_unprofiled"]:
        return {CUSTOMERS}
    segments = await segments_of([customer])
    return {CUSTOMERS, *(f"segment:{slug}" for slug in segments.get(customer, ()))}


CUSTOMERS = "customers"
UNPROFILED = choices.OUT.format(what=choices.ALL, person="{}")
COLUMNS = f"customer_of.customer_id, {UNPROFILED.format('p.id')} AS is_unprofiled"
CUSTOMER_OF = (
    "LEFT JOIN customer_link customer_of ON customer_of.person_id = p.id "
    f"AND customer_of.source IN ({', '.join(repr(source) for source in SHOWN)})"
)
"""Joins a person to their customer; an address that is not confirmed opens no door."""


async def people_of(name: str) -> list[int] | None:
    """The accounts of customers, or of a segment of them; an address that is not confirmed opens no door here either."""
    condition, values = "c.id > 0", list[Any]()
    if name != CUSTOMERS:
        card = next((card for card in await groups.every() if card.audience == name), None)
        if card is None:
            return [] if name.startswith("segment:") else None
        condition, values = card.where()
        condition = f"{condition} AND NOT {UNPROFILED.format('p.id')}"
    rows = await db.rows(
        "SELECT DISTINCT l.person_id AS id FROM customer_link l JOIN person p ON p.id = l.person_id "
        "JOIN customer c ON c.id = l.customer_id LEFT JOIN worth w ON w.customer_id = c.id AND w.run_id = ? "
        f"WHERE p.is_claimed = ? AND l.source IN ({db.marks(SHOWN)}) AND {condition} ORDER BY id",
        await latest_run_id(),
        True,
        *SHOWN,
        *values,
    )
    return [row["id"] for row in rows]


async def segments_of(customers: Sequence[int]) -> dict[int, list[str]]:
    """Slugs of the segments that hold each customer, by the newest run; one query for all of them."""
    cards = await groups.every()
    if not cards or not customers:
        return {}
    asked = [card.where() for card in cards]
    tests = ", ".join(f"CASE WHEN {asked[n][0]} THEN 1 ELSE 0 END AS s{n}" for n in range(len(cards)))
    rows = await db.rows(
        f"SELECT c.id, {tests} FROM customer c LEFT JOIN worth w ON w.customer_id = c.id AND w.run_id = ? "
        f"WHERE c.id IN ({db.marks(customers)})",
        *(value for _condition, values in asked for value in values),
        await latest_run_id(),
        *customers,
    )
    return {row["id"]: [card.slug for n, card in enumerate(cards) if row[f"s{n}"]] for row in rows}


async def latest_run_id() -> int:
    """The number of the newest run, 0 where there is none."""
    return int(await db.value("SELECT MAX(id) AS id FROM worth_run") or 0)


async def listing(viewer: Viewer, *, words: str = "", segment: str = "", after: str | None = None) -> Listing[db.Row]:
    """Customers by reference, found by reference, name or address, with worth and its source."""
    _team_only(viewer)
    place = lists.place(after, str)
    conditions, values = ["c.reference > ?"], [place[0] if place else ""]
    if segment:
        card = next((card for card in await groups.every() if card.slug == segment), None)
        condition, more = card.where() if card else ("c.id < 0", [])
        conditions.append(condition)
        values += more
    if words.strip():
        like = "%" + words.strip().lower().replace("%", "") + "%"
        conditions.append("(lower(c.reference) LIKE ? OR lower(c.name) LIKE ? OR c.email LIKE ?)")
        values += [like, like, like]
    rows = await db.rows(
        "SELECT c.id, c.reference, c.name, c.kind, c.email, c.segment, c.country, w.amount, w.source, w.rfm, "
        "(SELECT COUNT(*) FROM customer_link l WHERE l.customer_id = c.id) AS members "
        "FROM customer c LEFT JOIN worth w ON w.customer_id = c.id AND w.run_id = ? "
        f"WHERE {' AND '.join(conditions)} ORDER BY c.reference LIMIT ?",
        await latest_run_id(),
        *values,
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["reference"],))


async def count() -> int:
    return int(await db.value("SELECT COUNT(*) AS n FROM customer"))


async def find(viewer: Viewer, customer_id: int) -> db.Row:
    """A customer with everything the file said."""
    _team_only(viewer)
    row = await db.row(
        "SELECT id, reference, name, kind, email, segment, country, since AS since_on, stated_value, created_at "
        "FROM customer WHERE id = ?",
        customer_id,
    )
    if row is None:
        raise Missing()
    return row


async def orders_of(customer_id: int) -> list[db.Row]:
    """Orders of a customer summed by currency."""
    return await db.rows(
        "SELECT currency, COUNT(*) AS orders, SUM(amount) AS amount, MIN(placed_at) AS first_at, MAX(placed_at) AS last_at, "
        "SUM(CASE WHEN amount < 0 THEN 1 ELSE 0 END) AS refunds FROM customer_order WHERE customer_id = ? "
        "GROUP BY currency ORDER BY currency",
        customer_id,
    )


async def newest_orders(customer_id: int, limit: int = 20) -> list[db.Row]:
    return await db.rows(
        "SELECT reference, placed_at, amount, currency FROM customer_order WHERE customer_id = ? "
        "ORDER BY placed_at DESC, id DESC LIMIT ?",
        customer_id,
        limit,
    )


async def worths_of(customer_id: int) -> list[db.Row]:
    """A customer's worth in each run, newest first."""
    return await db.rows(
        "SELECT w.amount, w.source, w.rfm, w.x, w.t_x, w.t, w.mean_spend, r.id AS run_id, r.as_of AS as_of_on, "
        "r.currency, r.method FROM worth w JOIN worth_run r ON r.id = w.run_id WHERE w.customer_id = ? "
        "ORDER BY r.id DESC LIMIT 12",
        customer_id,
    )


async def members_of(customer_id: int) -> list[db.Row]:
    """Members who count for a customer."""
    return await db.rows(
        "SELECT l.person_id, l.source, l.created_at, p.handle, p.name, p.is_claimed FROM customer_link l "
        "JOIN person p ON p.id = l.person_id WHERE l.customer_id = ? ORDER BY l.id",
        customer_id,
    )


async def people_behind(customers: Sequence[int]) -> list[int]:
    """Members who count for any of these customers."""
    asked = f"SELECT person_id FROM customer_link WHERE customer_id IN ({db.marks(customers)})"
    return [row["person_id"] for row in await db.rows(asked, *customers)] if customers else []


async def unlinked_from(customer_id: int) -> list[db.Row]:
    """Members who count for a customer no longer, by whose word and when."""
    return await db.rows(
        "SELECT person_id, by_id, reason, created_at FROM customer_unlinking WHERE customer_id = ? ORDER BY id",
        customer_id,
    )


async def unlinkings_of(person_id: int) -> list[db.Row]:
    """When a person was told apart from a customer they were shown as, and whether by their own word, newest first."""
    rows = await db.rows(
        "SELECT created_at, by_id FROM customer_unlinking WHERE person_id = ? "
        f"AND source IN ({db.marks(SHOWN)}) ORDER BY id DESC",
        person_id,
        *SHOWN,
    )
    return [{"created_at": row["created_at"], "own": row["by_id"] == person_id} for row in rows]


async def known_of(person_id: int) -> db.Row | None:
    """What the brand knows of a person, for that person: only where the link is confirmed or made by staff."""
    return await db.row(
        "SELECT c.id, c.reference, c.name, c.segment, c.country, c.since AS since_on, l.source AS link, "
        "(SELECT COUNT(*) FROM customer_order o WHERE o.customer_id = c.id) AS orders, "
        "(SELECT MAX(placed_at) FROM customer_order o WHERE o.customer_id = c.id) AS last_at, "
        "w.amount, w.source, w.rfm, r.as_of AS as_of_on, r.currency, r.horizon_weeks "
        "FROM customer_link l JOIN customer c ON c.id = l.customer_id "
        "LEFT JOIN worth w ON w.customer_id = c.id AND w.run_id = ? LEFT JOIN worth_run r ON r.id = w.run_id "
        f"WHERE l.person_id = ? AND l.source IN ({db.marks(SHOWN)})",
        await latest_run_id(),
        person_id,
        *SHOWN,
    )


def _team_only(viewer: Viewer) -> None:
    if not rules.may_see_customers(viewer):
        raise Missing()
