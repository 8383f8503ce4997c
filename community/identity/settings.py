"""What an installation may say about proofs of identity."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field

from kernel.features import House, the_house
from kernel.settings import Section


class IdentitySettings(Section):
    """How staff prove themselves, and how long a way back takes."""

    staff_second_factor: Literal["off", "on"] = Field(
        "off",
        description="on: the team works only with a passkey or a second step; whoever has none is led to set one up.",
    )
    recovery_days: int = Field(
        3, ge=1, le=30, description="Days that the owner of an account has to stop a way back that somebody asked for."
    )


def current() -> IdentitySettings:
    """As the environment had them when this house was first asked."""
    return _read(the_house())


@lru_cache(maxsize=1)
def _read(house: House) -> IdentitySettings:
    return IdentitySettings()
