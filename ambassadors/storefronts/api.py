"""What the brand's shop tells: sales and their reversals, signed, as often as it likes."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import orders, reversals, signing
from ambassadors.storefronts.models import ShopOrder
from ambassadors.storefronts.orders import Sale
from ambassadors.storefronts.reversals import Return
from ambassadors.storefronts.settings import ShopSettings
from kernel import api, clock, db, forms
from kernel.errors import Invalid, Missing, SignInNeeded
from kernel.forms import Line
from kernel.i18n import gettext as _
from kernel.web import LARGEST
from voting.value import cells
from voting.value.cells import Unusable

LARGEST_SALE = 10**12


class ShopOrderIn(BaseModel):
    """A sale, or what is taken back of one: all with its reference alone; a part has a reference of its own and `order`."""

    kind: Literal["sale", "reversal"] = "sale"
    reference: Line = Field(min_length=1, max_length=120)
    order: Line = Field("", max_length=120, description="Of a reversal in part: the reference of the sale.")
    design: int | None = Field(None, ge=1, le=LARGEST)
    size: Line = Field("", max_length=12)
    quantity: int | None = Field(None, ge=1, le=100_000, description="1 where a sale does not say.")
    amount: str = Field(
        "", description="What was paid, or is given back, without tax and postage, a decimal with a point."
    )
    currency: str = Field("", max_length=3)
    via: Line = Field("", max_length=40, description="Handle of the member whose shelf led there, as in the link.")
    placed_at: str = Field("", max_length=40)


class RoyaltyOut(BaseModel):
    person: str
    design: int
    amount: int = Field(description="Minor units of the order's currency.")


class ReversalOut(BaseModel):
    reference: str
    quantity: int
    amount: int = Field(description="Minor units that were given back.")


class ShopOrderOut(BaseModel):
    """An order as it is kept, with what it earned whom and what stands of that; `reversed` when all was taken back."""

    reference: str
    design: int
    quantity: int
    amount: int = Field(description="Minor units of its currency.")
    currency: str
    reversed: bool
    reversals: list[ReversalOut] = Field(description="The parts that were taken back.")
    royalties: list[RoyaltyOut] = Field(description="What the sale earned.")
    standing: list[RoyaltyOut] = Field(description="What is left of it.")


async def post_order(request: Request) -> Response:
    """Take a report when its signature is the shop's."""
    secret, raw = ShopSettings().shop_secret, await api.raw_body(request)
    if not secret:
        raise Missing(_("No shop reports orders here: TANDEM_SHOP_SECRET is not set."))
    if not signing.is_signed(request.headers.get(signing.HEADER, ""), raw, secret, clock.now()):
        raise SignInNeeded(_("The signature is missing, wrong or older than five minutes."))
    sent = _parsed(raw)
    return api.answer(await _shown(await _kept(sent)))


async def _kept(sent: ShopOrderIn) -> ShopOrder:
    """The order that a report is about, after it."""
    if sent.kind == "sale":
        return await orders.report(_sale(sent))
    if not sent.order or sent.order == sent.reference:
        if sent.quantity is not None or sent.amount:
            told = _("A part that is taken back has a reference of its own; `order` says of which sale.")
            raise Invalid(_("Some fields cannot be used."), errors={"order": told})
        return await reversals.reverse(sent.reference)
    return await reversals.take_back(await _return(sent))


def _parsed(raw: bytes) -> ShopOrderIn:
    try:
        return ShopOrderIn.model_validate_json(raw or b"null")
    except ValidationError as error:
        places = {".".join(map(str, d["loc"])) or "body": forms.sentence(d) for d in error.errors()}
        raise Invalid(_("Some fields cannot be used."), errors=places) from error


def _sale(sent: ShopOrderIn) -> Sale:
    try:
        currency = cells.currency(sent.currency)
        return Sale(
            reference=sent.reference,
            design=sent.design or 0,
            size=sent.size,
            quantity=sent.quantity or 1,
            amount=_positive(sent.amount, currency),
            currency=currency,
            via=sent.via,
            placed_at=cells.moment(sent.placed_at, "placed_at"),
        )
    except Unusable as error:
        raise Invalid(_("Some fields cannot be used."), errors={"order": str(error)}) from error


async def _return(sent: ShopOrderIn) -> Return:
    """Its amount is in the currency of the order, whether it says so or not."""
    try:
        currency = cells.currency(sent.currency) if sent.currency else await reversals.currency(sent.order)
        amount = _positive(sent.amount, currency) if sent.amount else None
    except Unusable as error:
        raise Invalid(_("Some fields cannot be used."), errors={"amount": str(error)}) from error
    return Return(sent.reference, sent.order, sent.quantity or 0, amount, sent.currency)


def _positive(cell: str, currency: str) -> int:
    """A sale is not below nothing, what is given back is a reversal; nor so large that a year of them has no sum."""
    amount = cells.amount(cell, currency)
    if not 0 <= amount < LARGEST_SALE:
        raise Unusable(_("amount is below zero or too large; what is given back is a reversal."))
    return amount


async def _shown(kept: ShopOrder) -> ShopOrderOut:
    return ShopOrderOut(
        reference=kept.reference,
        design=kept.design_id,
        quantity=kept.quantity,
        amount=kept.amount,
        currency=kept.currency,
        reversed=kept.reversed_at is not None,
        reversals=[
            ReversalOut(reference=part.reference, quantity=-part.quantity, amount=-part.amount)
            for part in await reversals.of_order(kept.id)
        ],
        royalties=_parts(await orders.parts(kept.id)),
        standing=_parts(await orders.standing(kept.id)),
    )


def _parts(rows: list[db.Row]) -> list[RoyaltyOut]:
    return [RoyaltyOut(person=row["handle"], design=row["design"], amount=int(row["amount"])) for row in rows]


routes = [
    api.route(
        "POST",
        "/shop-orders",
        post_order,
        takes=ShopOrderIn,
        gives=ShopOrderOut,
        summary="Report a sale of a design, or what was taken back of one, signed with Tandem-Signature",
    ),
]
