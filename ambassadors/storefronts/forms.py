"""What may be typed in: a shop's words, a pre-order, a payment."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator

from ambassadors.storefronts import addresses
from ideas.studio.queries import WALLS
from kernel.forms import Email, Form, Line, Text, wrong
from kernel.i18n import mark

MOST_PIECES = 10


class ShopForm(Form):
    """How a shop presents itself."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    story: Annotated[Text, StringConstraints(max_length=2000)] = ""
    wall: Annotated[str, BeforeValidator(lambda value: value if value in WALLS else "lake")] = "lake"


Part = Annotated[int, Field(ge=0, le=100)]


class BannerForm(Form):
    """The picture above the shelf: what it shows, and which part of it is seen."""

    alt: Annotated[Line, StringConstraints(max_length=200)] = ""
    across: Part = 50
    down: Part = 50
    closer: Part = 0


class ClosingForm(Form):
    """What becomes of the pre-orders when a shop closes."""

    gathered: Literal["kept", "released"]


class PreOrderForm(Form):
    """What somebody wants; `sizes` are those that there are, given by the page."""

    sizes: list[str] = Field(default_factory=list)
    size: Line = Field("", validate_default=True)
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    email: Email
    via: Annotated[Line, StringConstraints(max_length=40)] = ""

    @field_validator("size")
    @classmethod
    def is_one_there_is(cls, value: str, info: ValidationInfo) -> str:
        sizes = info.data.get("sizes", [])
        if sizes and value not in sizes:
            raise wrong(mark("Choose a size."))
        return value if sizes else ""


class ReasonForm(Form):
    """Why staff decided something."""

    reason: Annotated[Line, StringConstraints(max_length=500)] = ""


class LinkForm(Form):
    """Where designs are bought; empty means nowhere, or as the installation says."""

    link: Annotated[Line, StringConstraints(max_length=addresses.LONGEST)] = ""

    @field_validator("link")
    @classmethod
    def leads_somewhere(cls, value: str) -> str:
        if value and (said := addresses.fault(value)):
            raise wrong(said)
        return value


class PaymentForm(Form):
    """A payment that was made elsewhere; `amount` is what the page showed as owed."""

    amount: Annotated[int, Field(ge=1, le=10**15)]
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
    reference: Annotated[Line, StringConstraints(min_length=1, max_length=120)]
