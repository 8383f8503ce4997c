"""The demo's shelves: what people put there, who wants it, what was made and sold, and a payment."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from zlib import crc32

from ambassadors.storefronts import actions, offers, orders, preorders, queries, reversals, royalties
from ambassadors.storefronts.orders import Sale
from ambassadors.storefronts.settings import ShopSettings
from ideas.studio import products
from ideas.studio.models import Design
from kernel import clock, db, i18n
from kernel.demo import World
from kernel.viewer import STRANGER

Told = dict[str, Any]


async def shelves(world: World) -> None:
    """Shops open on the day of their first design on the shelf; each offer then goes its way."""
    told = world.content("shops")
    days = ShopSettings().offer_days, ShopSettings().offer_extension_days
    for shop in told["shops"]:
        world.at(world.ago(87, hour=18), _open, world, shop)
    for offer in told["offers"]:
        put = world.ago(offer["days_ago"], hour=20.9)
        world.at(put, _shelve, world, offer)
        for place, (days_ago, people) in enumerate(offer["waves"]):
            world.at(world.ago(days_ago, hour=21.2), _wave, world, offer, place, people)
        for date in (put + timedelta(days=days[0]), put + timedelta(days=sum(days))):
            if date < world.now:
                world.at(date + timedelta(minutes=1), offers.turn)
        if "made_days_ago" in offer:
            world.at(world.ago(offer["made_days_ago"], hour=10), _make, world, offer)
    for letter in told["letters"]:
        world.at(world.ago(letter["days_ago"]), _ask, world, letter)


async def sales(world: World) -> None:
    """What the brand's shop reported, and what was paid out."""
    told = world.content("shops")
    for sale in told["sales"]:
        world.at(world.ago(sale["days_ago"], hour=22.5), _sell, world, sale)
        if "back_days_ago" in sale:
            world.at(world.ago(sale["back_days_ago"], hour=22.6), reversals.reverse, sale["reference"])
    for payment in told["payments"]:
        world.at(world.ago(payment["days_ago"], hour=11), _pay, world, payment)


async def _open(world: World, told: Told) -> None:
    viewer = await world.viewer(told["keeper"])
    await actions.keep(viewer, name=told["name"], story=told["story"], wall=told["wall"])


async def _shelve(world: World, told: Told) -> None:
    design = await _design(world, told)
    shop = await queries.shop_of(design.author_id)
    if shop is None:
        raise LookupError(f"nobody keeps a shelf for {told['design']}")
    await actions.shelve(await world.viewer(_keeper(world, design)), shop, design)


async def _wave(world: World, told: Told, place: int, people: int) -> None:
    """Some more of the demo's people, each with the size they wear; every seventh takes two."""
    design = await _design(world, told)
    offer = await queries.offer_of(design.id)
    made = await products.version(design.template_id, design.version)
    before = sum(wave[1] for wave in told["waves"][:place])
    members = [handle for handle in _members(world, told["design"]) if world.ids["person", handle] != design.author_id]
    rows = await db.rows("SELECT id, email, language FROM person WHERE is_claimed = ?", True)
    addresses = {row["id"]: (row["email"], row["language"]) for row in rows}
    for number, handle in enumerate(members[before : before + people], start=before):
        email, language = addresses[world.ids["person", handle]]
        size = made.product.sizes[_draw(handle) % len(made.product.sizes)] if made.product.sizes else ""
        ask = partial(preorders.ask, await world.viewer(handle), design, offer, email=email, size=size)
        with i18n.speaking(language):
            await ask(quantity=2 if number % 7 == 6 else 1, via=await queries.shop_named(_keeper(world, design)))


def _members(world: World, key: str) -> list[str]:
    """Those who are no staff, in an order of the design's own."""
    people = [told["handle"] for told in world.content_of("people") if told.get("role", "member") == "member"]
    return sorted(people, key=lambda handle: _draw(f"{key}:{handle}"))


def _draw(text: str) -> int:
    return crc32(text.encode())


def _keeper(world: World, design: Design) -> str:
    return next(name for (kind, name), number in world.ids.items() if (kind, number) == ("person", design.author_id))


async def _make(world: World, told: Told) -> None:
    design = await _design(world, told)
    await offers.make(await world.viewer("sol"), await queries.offer_of(design.id))


async def _ask(world: World, told: Told) -> None:
    design = await _design(world, told)
    offer = await queries.offer_of(design.id)
    with i18n.speaking("fr"):
        await preorders.ask(STRANGER, design, offer, email=told["email"], size=told["size"], quantity=told["quantity"])


async def _sell(world: World, told: Told) -> None:
    """At the design's price, without a fifth of tax on it."""
    design = await _design(world, told)
    await orders.report(
        Sale(
            reference=told["reference"],
            design=design.id,
            size=told["size"],
            quantity=told.get("quantity", 1),
            amount=told.get("quantity", 1) * design.price * 5 // 6,
            currency=design.currency,
            via="ben",
            placed_at=clock.now() - timedelta(hours=6),
        )
    )


async def _pay(world: World, told: Told) -> None:
    for owed in await royalties.owed():
        if owed.handle == told["to"]:
            due, reference = owed.amount, told["reference"]
            sol = await world.viewer("sol")
            await royalties.pay(sol, owed.person_id, currency=owed.currency, amount=due, reference=reference)


async def _design(world: World, told: Told) -> Design:
    return await Design.get(id=world.ids["design", told["design"]])
