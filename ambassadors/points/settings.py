"""What an installation may say about points."""

from __future__ import annotations

from pydantic import Field

from kernel.settings import Section


class PointSettings(Section):
    """How long points last."""

    point_months: int = Field(
        12, ge=1, le=120, description="Months that points last, counted from the end of the month in which they came."
    )
    point_notice_days: int = Field(30, ge=1, le=90, description="Days before points end on which their owner is told.")
    point_return_days: int = Field(
        30, ge=1, le=365, description="Days that points last at least when they come back from a perk."
    )
