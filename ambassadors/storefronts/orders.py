"""Sales that the brand's shop reports, each once for its reference: they may be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ambassadors.storefronts import queries, royalties
from ambassadors.storefronts.models import ShopOrder
from ideas.studio.models import Design
from kernel import clock, db
from kernel.errors import Conflict, Invalid
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


async def parts(order_id: int) -> list[db.Row]:
    """What an order earned whom: handle, design and minor units."""
    return await db.rows(
        "SELECT p.handle, r.design_id AS design, r.amount FROM royalty r JOIN person p ON p.id = r.person_id "
        "WHERE r.order_id = ? AND r.kind = 'earned' ORDER BY r.id",
        order_id,
    )


async def standing(order_id: int) -> list[db.Row]:
    """The same with what was taken back of it taken off."""
    return await db.rows(
        "SELECT p.handle, r.design_id AS design, sum(r.amount) AS amount FROM royalty r JOIN person p ON p.id = r.person_id "
        "JOIN shop_order o ON o.id = r.order_id WHERE o.id = ? OR o.reverses_id = ? "
        "GROUP BY p.handle, r.design_id ORDER BY min(r.id)",
        order_id,
        order_id,
    )


async def latest(most: int = 20) -> list[db.Row]:
    """What the shop reported last, sales and what was taken back, the newest first."""
    return await db.rows(
        "SELECT o.reference, o.quantity, o.amount, o.currency, o.reported_at, o.reversed_at, d.id AS design, d.title, "
        "coalesce(s.reference, '') AS sale FROM shop_order o JOIN design d ON d.id = o.design_id "
        f"LEFT JOIN shop_order s ON s.id = o.reverses_id ORDER BY o.id DESC LIMIT {most}"
    )
