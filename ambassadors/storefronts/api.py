"""What the brand's shop tells: sales and their reversals, signed, as often as it likes."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import orders, signing
from ambassadors.storefronts.models import ShopOrder
from ambassadors.storefronts.orders import Sale
from ambassadors.storefronts.settings import ShopSettings
from kernel import api, clock, forms
from kernel.errors import Invalid, Missing, SignInNeeded
from kernel.forms import Line
from kernel.i18n import gettext as _
from kernel.web import LARGEST
from voting.value import cells
from voting.value.cells import Unusable

LARGEST_SALE = 10**12


class ShopOrderIn(BaseModel):
    """A sale, or the reversal of one, for which its reference is enough."""

    kind: Literal["sale", "reversal"] = "sale"
    reference: Line = Field(min_length=1, max_length=120)
    design: int | None = Field(None, ge=1, le=LARGEST)
    size: Line = Field("", max_length=12)
    quantity: int = Field(1, ge=1, le=100_000)
    amount: str = Field("", description="What was paid without tax and postage, a decimal with a point.")
    currency: str = Field("", max_length=3)
    via: Line = Field("", max_length=40, description="Handle of the member whose shelf led there, as in the link.")
    placed_at: str = Field("", max_length=40)


class RoyaltyOut(BaseModel):
    person: str
    design: int
    amount: int = Field(description="Minor units of the order's currency.")


class ShopOrderOut(BaseModel):
    """An order as it is kept, with what it earned whom; `reversed` when that was taken back."""

    reference: str
    design: int
    quantity: int
    amount: int = Field(description="Minor units of its currency.")
    currency: str
    reversed: bool
    royalties: list[RoyaltyOut]


async def post_order(request: Request) -> Response:
    """Take a report when its signature is the shop's."""
    secret, raw = ShopSettings().shop_secret, await api.raw_body(request)
    if not secret:
        raise Missing(_("No shop reports orders here: TANDEM_SHOP_SECRET is not set."))
    if not signing.is_signed(request.headers.get(signing.HEADER, ""), raw, secret, clock.now()):
        raise SignInNeeded(_("The signature is missing, wrong or older than five minutes."))
    sent = _parsed(raw)
    kept = await (orders.reverse(sent.reference) if sent.kind == "reversal" else orders.report(_sale(sent)))
    return api.answer(await _shown(kept))


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
            quantity=sent.quantity,
            amount=_positive(sent.amount, currency),
            currency=currency,
            via=sent.via,
            placed_at=cells.moment(sent.placed_at, "placed_at"),
        )
    except Unusable as error:
        raise Invalid(_("Some fields cannot be used."), errors={"order": str(error)}) from error


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
        royalties=[
            RoyaltyOut(person=part["handle"], design=part["design"], amount=part["amount"])
            for part in await orders.parts(kept.id)
        ],
    )


routes = [
    api.route(
        "POST",
        "/shop-orders",
        post_order,
        takes=ShopOrderIn,
        gives=ShopOrderOut,
        summary="Report a sale of a design or its reversal, signed with Tandem-Signature",
    ),
]
