"""What an installation may say about the programme."""

from __future__ import annotations

from pydantic import Field

from kernel.settings import Section


class ProgrammeSettings(Section):
    """Whom the rule asks to join, and how long somebody has before a tier is lost."""

    ambassador_bar: float = Field(
        80, ge=0, lt=100, description="Place of a hundred among those reached from which the rule asks members to join."
    )
    ambassador_accepted: int = Field(
        1, ge=0, le=1000, description="Ideas taken up and reports upheld, together, that the rule asks for as standing."
    )
    ambassador_days: int = Field(
        60,
        ge=0,
        le=3650,
        description="Days that somebody must be over both bars, in good standing, before they are asked.",
    )
    ambassador_grace_days: int = Field(
        30, ge=1, le=365, description="Days between the notice that a tier no longer fits and the day it is left."
    )
    ambassador_again_days: int = Field(
        90, ge=0, le=3650, description="Days after a declined application before somebody may apply again."
    )
    ambassador_terms_days: int = Field(
        14, ge=0, le=365, description="Days of notice before new terms or a higher bar are in force."
    )
