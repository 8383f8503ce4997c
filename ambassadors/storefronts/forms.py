"""What may be typed in: a shop's words, a pre-order, a payment."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator

from ideas.studio.queries import WALLS
from kernel.forms import Email, Form, Line, Text, wrong
from kernel.i18n import mark

MOST_PIECES = 10


class ShopForm(Form):
    """How a shop presents itself."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    story: Annotated[Text, StringConstraints(max_length=2000)] = ""
    wall: Annotated[str, BeforeValidator(lambda value: value if value in WALLS else "lake")] = "lake"
    unbanner: bool = False


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


class PaymentForm(Form):
    """A payment that was made elsewhere; `amount` is what the page showed as owed."""

    amount: Annotated[int, Field(ge=1, le=10**15)]
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
    reference: Annotated[Line, StringConstraints(min_length=1, max_length=120)]
