"""What the brand's shop takes back of a sale: whole, so many pieces, or so much money; each once for its reference.

A part that is taken back is an order of its own, below nothing, which names the sale; so every line of the ledger has an order.
"""

from __future__ import annotations

from dataclasses import dataclass

from ambassadors.storefronts import royalties, splits
from ambassadors.storefronts.models import ShopOrder
from kernel import clock, db
from kernel.errors import Conflict, Invalid, Missing
from kernel.i18n import gettext as _
from kernel.i18n import mark

UNKNOWN = mark("No order has this reference: report the sale first.")
OTHER = mark("This reference was reported for another order.")


@dataclass(frozen=True)
class Return:
    """A part of an order: its own reference and either pieces or minor units; neither means all that is left."""

    reference: str
    order: str
    quantity: int = 0
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True)
class Left:
    """What stands of an order."""

    quantity: int
    amount: int


async def reverse(reference: str) -> ShopOrder:
    """Take back all that is left of a sale, with what it earned; a second time changes nothing."""
    async with db.transaction():
        order = await _locked(reference)
        if order.reversed_at is None:
            await royalties.reverse(order.id, order.id)
            await _close(order)
    return order


async def take_back(part: Return) -> ShopOrder:
    """Take back a part of a sale and its part of what that earned; the same again changes nothing."""
    async with db.transaction():
        order = await _locked(part.order)
        known = await ShopOrder.get_or_none(reference=part.reference)
        if known is None:
            await _take(order, part)
        elif known.reverses_id != order.id or not _is_same(known, part):
            raise Conflict(_(OTHER))
    return order


async def currency(reference: str) -> str:
    """What a sale was paid in."""
    order = await ShopOrder.get_or_none(reference=reference, reverses_id=None)
    if order is None:
        raise Missing(_(UNKNOWN))
    return order.currency


async def left(order: ShopOrder) -> Left:
    """Pieces and minor units of a sale that were not taken back; what was taken back whole has none."""
    if order.reversed_at is not None:
        return Left(0, 0)
    row = await db.row(
        "SELECT coalesce(sum(quantity), 0) AS quantity, coalesce(sum(amount), 0) AS amount FROM shop_order "
        "WHERE id = ? OR reverses_id = ?",
        order.id,
        order.id,
    )
    return Left(int(row["quantity"]), int(row["amount"])) if row else Left(0, 0)


async def of_order(order_id: int) -> list[ShopOrder]:
    """The parts that were taken back, in their order."""
    return await ShopOrder.filter(reverses_id=order_id).order_by("id")


async def _locked(reference: str) -> ShopOrder:
    """The sale of this reference, which nobody else changes meanwhile."""
    order = await ShopOrder.filter(reference=reference, reverses_id=None).select_for_update().first()
    if order is None:
        raise Missing(_(UNKNOWN))
    return order


async def _take(order: ShopOrder, part: Return) -> None:
    stands = await left(order)
    quantity, amount = _measured(order, stands, part)
    made = await _write(order, part.reference, quantity, amount)
    if amount == stands.amount and (amount or quantity == stands.quantity):
        await royalties.reverse(order.id, made)
        await _close(order)
    else:
        back = order.amount - stands.amount + amount
        await royalties.reverse(order.id, made, back=(order.amount, back))


async def _write(order: ShopOrder, reference: str, quantity: int, amount: int) -> int:
    rows = await db.rows(
        "INSERT INTO shop_order (reference, design_id, size, quantity, amount, currency, via_id, placed_at, reported_at, "
        "reverses_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reference) DO NOTHING RETURNING id",
        reference,
        order.design_id,
        order.size,
        -quantity,
        -amount,
        order.currency,
        order.via_id,
        clock.now(),
        clock.now(),
        order.id,
    )
    if not rows:
        raise Conflict(_(OTHER))
    return int(rows[0]["id"])


def _measured(order: ShopOrder, stands: Left, part: Return) -> tuple[int, int]:
    """Pieces and minor units that a report takes back; refused where that is more than is left, or another currency."""
    if order.reversed_at is not None:
        raise Conflict(_("This order was taken back whole already."))
    if part.amount is not None and part.currency and part.currency != order.currency:
        raise _wrong("currency", _("This order was paid in %(currency)s.") % {"currency": order.currency})
    if part.quantity > stands.quantity:
        raise _wrong("quantity", _("Only %(count)s pieces of this order are left.") % {"count": stands.quantity})
    if part.amount is not None:
        if part.amount > stands.amount:
            raise _wrong("amount", _("More than is left of this order."))
        return part.quantity, part.amount
    quantity = part.quantity or stands.quantity
    if quantity == stands.quantity:
        return quantity, stands.amount
    return quantity, splits.of_pieces(stands.amount, stands.quantity, quantity)


def _is_same(known: ShopOrder, part: Return) -> bool:
    """Does a report say what was kept? What it leaves open it does not contradict."""
    pieces = not part.quantity or known.quantity == -part.quantity
    return pieces and (part.amount is None or known.amount == -part.amount)


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(_("Some fields cannot be used."), errors={field: message})


async def _close(order: ShopOrder) -> None:
    order.reversed_at = clock.now()
    await order.save(update_fields=["reversed_at"])
