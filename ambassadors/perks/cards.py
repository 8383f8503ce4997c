"""A perk and a claim as pages read them, neither with a code, and a perk as staff describe it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ambassadors.perks import rules
from ambassadors.perks.models import KIND, Gives, Kind, Standing, Why
from ambassadors.perks.rules import Window
from kernel import clock


@dataclass(frozen=True)
class PerkCard:
    """What may be had for points. `free` counts codes up to eleven, None where there is no pool."""

    id: int
    slug: str
    gives: Gives
    name: str
    body: str
    price: int
    audience: str
    stock: int | None
    taken: int
    most_each: int
    opens_at: datetime | None
    closes_at: datetime | None
    published_at: datetime | None
    ended_at: datetime | None
    percent: int | None
    days: int | None
    from_at: datetime | None
    until_at: datetime | None
    label: str
    meeting_id: int | None
    idea_id: int | None
    position: int
    by_id: int | None
    is_common: bool
    free: int | None

    @property
    def url(self) -> str:
        return f"/perks/{self.slug}"

    @property
    def kind(self) -> Kind:
        return KIND[self.gives]

    @property
    def window(self) -> Window:
        return rules.window(self, clock.now())

    @property
    def has_pool(self) -> bool:
        return self.free is not None

    @property
    def left(self) -> int | None:
        """How many there still are, None where that is not counted or there are more codes than are counted."""
        if self.free is not None:
            return self.free if self.free <= 10 else None
        return None if self.stock is None else max(self.stock - self.taken, 0)


@dataclass(frozen=True)
class ClaimCard:
    """A perk that somebody took."""

    id: int
    perk_id: int
    person_id: int
    standing: Standing
    points: int
    hold_id: int | None
    idea_id: int | None
    words: str
    at: datetime
    from_at: datetime | None
    until_at: datetime | None
    used_at: datetime | None
    back_at: datetime | None
    why: Why
    reason: str
    slug: str
    name: str
    gives: Gives
    label: str
    meeting_id: int | None

    @property
    def url(self) -> str:
        return f"/account/perks/{self.id}"

    @property
    def kind(self) -> Kind:
        return KIND[self.gives]

    @property
    def is_held(self) -> bool:
        return rules.is_held(self, clock.now())

    @property
    def lasts(self) -> bool:
        return rules.lasts(self, clock.now())

    @property
    def is_over(self) -> bool:
        return self.until_at is not None and clock.now() >= self.until_at


@dataclass(frozen=True)
class Told:
    """What staff say of a perk."""

    name: str
    body: str = ""
    price: int = 0
    audience: str = "members"
    stock: int | None = None
    most_each: int = 1
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    percent: int | None = None
    days: int | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    label: str = ""
    code: str = ""
    meeting_id: int | None = None
    idea_id: int | None = None
    position: int = 0
