"""What an installation may say about demand."""

from __future__ import annotations

from pydantic import Field

from kernel.settings import Section


class DemandSettings(Section):
    """Whom demand hears, and where one policy stops counting."""

    demand_window_days: int = Field(
        365,
        ge=1,
        le=36500,
        description="Days back in which a customer must have done something on a board to be a voice.",
    )
    demand_cap_percentile: float = Field(
        95.0,
        ge=0,
        le=100,
        description="Percentile of all accounts' worths at which the policy `capped` stops counting.",
    )
    demand_carry_most: float = Field(
        0.0,
        ge=0,
        le=0.5,
        description="Part of its weight that the account of whoever carries farthest gains in the figure that then stands "
        "beside demand, never in its place; 0 is no such figure.",
    )
