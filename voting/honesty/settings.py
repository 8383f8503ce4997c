"""Which votes decide, where a board does not say it itself."""

from __future__ import annotations

from pydantic import Field

from kernel.settings import Section


class HonestySettings(Section):
    """Whether votes in doubt count."""

    demand_counts_doubtful: bool = Field(
        default=True,
        description="Whether demand counts supports that are marked as doubtful; those that are set aside never count.",
    )
