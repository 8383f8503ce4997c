"""What an installation may say about wish lists."""

from __future__ import annotations

from pydantic import Field

from kernel.settings import Section


class WishSettings(Section):
    """How long the brand takes to answer."""

    wishes_answer_days: int = Field(
        30,
        ge=1,
        le=365,
        description="Days within which each item of a wish list that a club delivered is owed a dated answer.",
    )
