"""What an installation may say about shops."""

from __future__ import annotations

from pydantic import Field, field_validator

from ambassadors.storefronts import addresses
from kernel.settings import Section


class ShopSettings(Section):
    """What is gathered for a design, and the brand's own shop, which sells what was made."""

    offer_threshold: int = Field(
        30, ge=1, le=100_000, description="Pieces that must be wanted before a design is made."
    )
    offer_days: int = Field(60, ge=1, le=730, description="Days that a design has to be wanted by so many.")
    offer_extension_days: int = Field(
        30, ge=1, le=365, description="Days it is given once more when at least half are wanted at its date."
    )
    shop_link: str = Field(
        "",
        description="Address in the brand's shop where a design that is made can be bought, while staff set none at /team/shop; "
        "{design}, {size} and {via} "
        "in it become the design's number, the size and the handle of the member whose shelf led there.",
    )
    shop_secret: str = Field(
        "",
        repr=False,
        description="Key with which the brand's shop signs the orders it reports; empty means that none are taken.",
    )

    @field_validator("shop_link")
    @classmethod
    def is_an_address(cls, value: str) -> str:
        if value and (wrong := addresses.fault(value)):
            raise ValueError(wrong)
        return value
