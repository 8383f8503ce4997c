"""What an installation may say about worth."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kernel.settings import Section

Rate = Annotated[float, Field(gt=0)]


class WorthSettings(Section):
    """How far worth looks ahead, and in what it is counted."""

    worth_horizon_weeks: float = Field(
        156.0, gt=0, le=2600, description="Weeks ahead that worth counts; 156 is 3 years."
    )
    worth_discount_rate: float = Field(
        0.1, ge=0, le=5, description="Yearly rate at which money to come counts less; 0.1 is ten percent."
    )
    worth_currency: str = Field(
        "",
        pattern="^([A-Z]{3})?$",
        description="Currency of worth where orders come in several; empty means the site's own.",
    )
    worth_rates: dict[str, Rate] = Field(
        default_factory=dict,
        description='What one unit of a currency is in the currency of worth, as JSON: {"USD": 0.92, "GBP": 1.17}.',
    )
    worth_default_minor: int | None = Field(
        None,
        ge=0,
        description="Worth of a buyer nothing is known of, in minor units (cents); empty means the median customer's, "
        "before any worth is reckoned the median contract's, and without one a single unit of the currency.",
    )
