"""What is known of votes and of those who gave them, what is found among them, and how unlikely it must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from voting.honesty.covoting import Floats, Ints
from voting.honesty.rings import Shape


class Reason(StrEnum):
    """Kinds of doubt, in the order in which they are told."""

    BURST = "burst"
    DEVICE = "device"
    TOGETHER = "together"
    MADE = "made"
    UNKNOWN = "unknown"
    INVITED = "invited"


@dataclass(frozen=True)
class Votes:
    """Supports `(votes,)` as places of people and ideas with the day, and the day's block and kind of device or -1; of people
    `(people,)` when their account was made in days, whether they are a known customer, and who brought them or -1."""

    person: Ints
    idea: Ints
    day: Floats
    block: Ints
    device: Ints
    made: Floats
    known: NDArray[np.bool_]
    inviter: Ints
    ideas: int

    @property
    def people(self) -> int:
        return len(self.made)


@dataclass(frozen=True)
class Limits:
    """How unlikely something must be. Fitted on one seeded world, measured on another (`python -m benchmarks attack`)."""

    pairs: float = 1e-3
    shared: int = 3
    bands: int = 10
    second: float = 1e-4
    burst: float = 1e-4
    fewest: int = 5
    few: int = 3
    each: float = 1e-2
    windows: tuple[float, ...] = (2.0, 7.0, 30.0)
    shape: Shape = field(default_factory=Shape)


@dataclass(frozen=True)
class Group:
    """Some people and ideas that belong together, for these reasons; `told` says what they share in numbers."""

    people: Ints
    ideas: Ints
    reasons: tuple[Reason, ...]
    told: dict[str, float]
