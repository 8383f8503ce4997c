"""What an installation may say about influence."""

from __future__ import annotations

from pydantic import Field

from kernel.settings import Section


class InfluenceSettings(Section):
    """Where walks begin, how many there are, and what is kept of them."""

    influence_return_days: int = Field(
        30,
        ge=0,
        le=365,
        description="Days after which an order that was not sent back is kept: walks begin at who keeps.",
    )
    influence_least_minor: int = Field(
        1000,
        ge=0,
        description="Least that a customer must have kept, refunds taken off, in minor units, for walks to begin there.",
    )
    influence_walks: int = Field(
        0,
        ge=0,
        le=20_000_000,
        description="Walks of one reckoning; 0 means thirty for each person, at least 100,000 and at most 3,000,000.",
    )
    influence_topics: int = Field(
        40, ge=0, le=1000, description="Boards, tags and products that are reckoned apart, the liveliest first."
    )
    influence_keep_days: int = Field(
        730,
        ge=2,
        le=36_500,
        description="Days that old scores are kept: one reckoning a day, after ninety days one a week.",
    )
