"""What may be typed about the ladder."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from community.trust import ladder
from community.trust.ladder import BOUNDS, STEPS, Ladder, Rung
from kernel.forms import Form

Days = Annotated[int, Field(ge=BOUNDS["days"][0], le=BOUNDS["days"][1])]
Given = Annotated[int, Field(ge=BOUNDS["contributions"][0], le=BOUNDS["contributions"][1])]
Clean = Annotated[int, Field(ge=BOUNDS["clean"][0], le=BOUNDS["clean"][1])]


class LadderForm(Form):
    settled_days: Days
    settled_contributions: Given
    settled_clean: Clean
    regular_days: Days
    regular_contributions: Given
    regular_clean: Clean
    pillar_days: Days
    pillar_contributions: Given
    pillar_clean: Clean

    def ladder(self) -> Ladder:
        """The steps as typed."""
        return {
            step: Rung(**{name: getattr(self, f"{step}_{name}") for name in ("days", "contributions", "clean")})
            for step in STEPS[1:]
        }

    def below(self) -> list[str]:
        """The fields that ask for less than the step before."""
        return [name for name, fault in ladder.faults(self.ladder()).items() if fault == "order"]


def values(rungs: Ladder) -> dict[str, int]:
    """The fields of a ladder."""
    return {
        f"{step}_{name}": getattr(rung, name)
        for step, rung in rungs.items()
        for name in ("days", "contributions", "clean")
    }
