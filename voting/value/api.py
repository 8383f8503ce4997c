"""Customers and orders pushed by the brand's own systems, as often as they like."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from kernel import api, db, site
from kernel.delimited import Line
from kernel.errors import Invalid
from kernel.i18n import gettext as _
from kernel.imports import Batch
from kernel.viewer import editors
from voting.value import customers, groups, orders

MOST = 1000


class CustomerIn(BaseModel):
    """A customer as the customer file has it; what is left out stays as it is."""

    name: str | None = None
    kind: str | None = None
    email: str | None = None
    segment: str | None = None
    country: str | None = None
    since: str | None = None
    stated_value: str | None = Field(None, description="A decimal with a point, in the site's currency.")


class CustomerOut(BaseModel):
    id: int
    reference: str
    created: bool
    updated: bool


class OrderIn(BaseModel):
    """An order as the order file has it."""

    reference: str
    customer: str
    placed_at: str
    amount: str = Field(description="A decimal with a point; negative is a refund.")
    currency: str


class OrdersIn(BaseModel):
    orders: list[OrderIn] = Field(min_length=1, max_length=MOST)


class OrdersOut(BaseModel):
    """What became of each: `bad` names the place in the list and the reason."""

    created: int
    updated: int
    unchanged: int
    bad: list[dict[str, Any]]


async def put_customer(request: Request) -> Response:
    """Make or change a customer."""
    sent = await api.body(request, CustomerIn)
    reference = str(request.path_params["reference"])
    given = {name: value for name, value in sent.model_dump().items() if value is not None}
    batch = Batch([Line(1, {"reference": reference, **given})])
    async with db.transaction():
        await customers.write(batch, currency=(await site.current()).currency)
    if batch.refused:
        raise Invalid(_("Some fields cannot be used."), errors={"customer": batch.refused[0][1]})
    await groups.of_column()
    number = await db.value("SELECT id FROM customer WHERE reference = ?", reference)
    made = CustomerOut(id=number, reference=reference, created=bool(batch.created), updated=bool(batch.updated))
    return api.answer(made, status=201 if batch.created else 200)


async def post_orders(request: Request) -> Response:
    """Make or change up to a thousand orders; the good ones are in, the bad ones are listed."""
    raw = await api.raw_body(request)
    sent = _parsed(raw)

    async def act() -> tuple[int, Any]:
        batch = Batch([Line(place, order.model_dump()) for place, order in enumerate(sent.orders)])
        async with db.transaction():
            await orders.write(batch)
        bad = [
            {"place": line.number, "reference": line.cells["reference"], "reason": why} for line, why in batch.refused
        ]
        done = OrdersOut(created=batch.created, updated=batch.updated, unchanged=batch.unchanged, bad=bad)
        return (422 if bad and len(bad) == len(sent.orders) else 200), done.model_dump()

    return await api.once(request, raw, act)


def _parsed(raw: bytes) -> OrdersIn:
    from pydantic import ValidationError

    from kernel import forms

    try:
        return OrdersIn.model_validate_json(raw or b"null")
    except ValidationError as error:
        places = {".".join(map(str, d["loc"])) or "body": forms.sentence(d) for d in error.errors()}
        raise Invalid(_("Some fields cannot be used."), errors=places) from error


routes = [
    api.route(
        "PUT",
        "/customers/{reference}",
        put_customer,
        scope="customers",
        allow=editors,
        takes=CustomerIn,
        gives=CustomerOut,
        summary="Make or change a customer",
    ),
    api.route(
        "POST",
        "/orders",
        post_orders,
        scope="customers",
        allow=editors,
        takes=OrdersIn,
        gives=OrdersOut,
        summary="Make or change up to 1,000 orders",
    ),
]
