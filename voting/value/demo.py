"""The demo's customers and what they bought: drawn from the profiles of demo/customers.toml, always the same."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from kernel import clock, db
from kernel.delimited import Line
from kernel.demo import World
from kernel.imports import Batch
from voting.value import customers, groups, links, orders

MONTH = 30.44


async def value(world: World) -> None:
    """Import everybody who ever bought, then their orders, as files would bring them; people of a company share one."""
    told = world.content("customers")
    lot = random.Random(told["seed"])
    buyers = [*_companies(told), *_people(world, told, lot), *_walk_ins(told)]
    with clock.at(world.ago(130)):
        await customers.write(Batch([_line(n, b, CUSTOMER) for n, b in enumerate(buyers)]), currency=told["currency"])
        await groups.of_column()
    bought = [order for buyer in buyers for order in _orders(world, told, buyer, lot)]
    for number, order in enumerate(bought):
        order["reference"] = f"C-{number + 10_000}"
    await orders.write(Batch([_line(n, order, orders.COLUMNS) for n, order in enumerate(bought)]))
    await _colleagues(world, told)


CUSTOMER = customers.COLUMNS


def _line(number: int, values: dict[str, Any], columns: tuple[str, ...]) -> Line:
    return Line(number + 2, {name: str(values.get(name, "")) for name in columns})


def _people(world: World, told: dict[str, Any], lot: random.Random) -> list[dict[str, Any]]:
    alone = [p for p in world.content_of("people") if p["worth"] != "none" and "company" not in p]
    return [
        {
            **_habits(told, person["worth"], lot),
            "reference": told["reference_person"].format(number=4000 + 7 * n),
            "name": person["name"],
            "kind": "person",
            "email": person.get("email", f"{person['handle']}@example.net"),
            "segment": person.get("segment") or _drawn(told["profiles"][person["worth"]]["segments"], lot),
            "country": told["countries"].get(person["zone"], ""),
        }
        for n, person in enumerate(alone)
    ]


def _companies(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **company,
            "reference": told["reference_company"].format(number=n + 1),
            "kind": "company",
            "rate": company["orders_per_month"],
            "mean": company["basket"],
            "silent": 0,
        }
        for n, company in enumerate(told["companies"])
    ]


def _walk_ins(told: dict[str, Any]) -> list[dict[str, Any]]:
    lot = random.Random("walk-ins")
    return [
        {
            **_habits(told, person["worth"], lot),
            "reference": told["reference_person"].format(number=1000 + 11 * n),
            "name": person["name"],
            "kind": "person",
            "segment": _drawn(told["profiles"][person["worth"]]["segments"], lot),
            "country": person["country"],
        }
        for n, person in enumerate(told["walk_ins"]["people"])
    ]


def _habits(told: dict[str, Any], worth: str, lot: random.Random) -> dict[str, Any]:
    profile = told["profiles"][worth]
    return {
        "rate": lot.uniform(*profile["orders_per_month"]),
        "mean": lot.uniform(*profile["basket"]),
        "since_months": lot.uniform(*profile["since_months"]),
        "silent": lot.uniform(*profile["silent_months"]),
    }


def _drawn(shares: dict[str, int], lot: random.Random) -> str:
    return lot.choices(list(shares), list(shares.values()))[0]


def _orders(world: World, told: dict[str, Any], buyer: dict[str, Any], lot: random.Random) -> list[dict[str, Any]]:
    """A first order, then others at the buyer's own rate until the silence; a few come back as refunds."""
    found = []
    days = buyer["since_months"] * MONTH
    while days > max(1.0, buyer["silent"] * MONTH):
        amount = max(12.0, lot.gammavariate(6, buyer["mean"] / 6))
        found.append(_order(world, told, buyer, days, amount))
        if lot.random() < told["refund_share"] and days > 31:
            found.append(_order(world, told, buyer, days - lot.uniform(3, 30), -amount / 2))
        days -= lot.expovariate(buyer["rate"] / MONTH)
    return found


def _order(world: World, told: dict[str, Any], buyer: dict[str, Any], days: float, amount: float) -> dict[str, Any]:
    moment: datetime = world.now - timedelta(days=days)
    return {
        "customer": buyer["reference"],
        "placed_at": moment.isoformat(timespec="seconds"),
        "amount": f"{amount:.2f}",
        "currency": told["currency"],
    }


async def _colleagues(world: World, told: dict[str, Any]) -> None:
    """Staff say who buys for which company."""
    root = await world.viewer("root")
    numbers = {c["slug"]: told["reference_company"].format(number=n + 1) for n, c in enumerate(told["companies"])}
    for person in world.content_of("people"):
        if "company" in person:
            customer = await db.value("SELECT id FROM customer WHERE reference = ?", numbers[person["company"]])
            await links.link(root, customer, person=world.ids["person", person["handle"]], reason=person["company"])
