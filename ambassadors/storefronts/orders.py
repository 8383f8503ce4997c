"""Sales that the brand's shop reports, each once for its reference, and perhaps reversed: both may be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ambassadors.storefronts import queries, royalties
from ambassadors.storefronts.models import ShopOrder
from ideas.studio.models import Design
from kernel import clock, db
from kernel.errors import Conflict, Invalid, Missing
from kernel.i18n import gettext as _


@dataclass(frozen=True)
class Sale:
    """What the shop says was sold; `amount` in minor units."""

    reference: str
    design: int
    size: str
    quantity: int
    amount: int
    currency: str
    via: str
    placed_at: datetime


async def report(sale: Sale) -> ShopOrder:
    """Write a sale and what it earns; the same again changes nothing, another under its reference is refused."""
    design = await Design.get_or_none(id=sale.design)
    if design is None or design.royalty is None:
        raise Invalid(_("Some fields cannot be used."), errors={"design": _("No design has this number.")})
    if sale.currency != design.currency:
        wrong = _("This design is sold in %(currency)s.") % {"currency": design.currency}
        raise Invalid(_("Some fields cannot be used."), errors={"currency": wrong})
    via = await queries.shop_named(sale.via)
    async with db.transaction():
        made = await db.rows(
            "INSERT INTO shop_order (reference, design_id, size, quantity, amount, currency, via_id, placed_at, reported_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reference) DO NOTHING RETURNING id",
            sale.reference,
            design.id,
            sale.size,
            sale.quantity,
            sale.amount,
            sale.currency,
            via,
            sale.placed_at,
            clock.now(),
        )
        if made:
            await royalties.earn(made[0]["id"], design.id, sale.amount, sale.currency)
        kept = await ShopOrder.get(reference=sale.reference)
        if not made and _said(kept) != _said(sale):
            raise Conflict(_("This reference was reported for another order."))
    return kept


def _said(one: Sale | ShopOrder) -> tuple[object, ...]:
    design = one.design if isinstance(one, Sale) else one.design_id
    return (design, one.size, one.quantity, one.amount, one.currency, one.placed_at)


async def reverse(reference: str) -> ShopOrder:
    """Take a sale back whole, with what it earned; a second time changes nothing."""
    async with db.transaction():
        taken = await db.rows(
            "UPDATE shop_order SET reversed_at = ? WHERE reference = ? AND reversed_at IS NULL RETURNING id",
            clock.now(),
            reference,
        )
        if taken:
            await royalties.reverse(taken[0]["id"])
        kept = await ShopOrder.get_or_none(reference=reference)
    if kept is None:
        raise Missing(_("No order has this reference: report the sale first."))
    return kept


async def parts(order_id: int) -> list[db.Row]:
    """What an order earned whom: handle, design and minor units."""
    return await db.rows(
        "SELECT p.handle, r.design_id AS design, r.amount FROM royalty r JOIN person p ON p.id = r.person_id "
        "WHERE r.order_id = ? AND r.kind = 'earned' ORDER BY r.id",
        order_id,
    )
