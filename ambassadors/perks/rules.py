"""Who may take a perk, from when it is used, and until when it can be given back. No I/O."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from ambassadors.perks.models import Gives, Standing
from kernel.viewer import EVERYONE, MEMBERS, Viewer

OPEN_TO_ALL = (EVERYONE, MEMBERS, "ambassadors")
"""Groups that a perk may be for while everybody may know of it, as of the programme’s tiers; a segment’s name would say
what somebody is worth."""


class Offered(Protocol):
    """A perk as far as rights and dates go."""

    @property
    def gives(self) -> Gives: ...
    @property
    def audience(self) -> str: ...
    @property
    def stock(self) -> int | None: ...
    @property
    def taken(self) -> int: ...
    @property
    def most_each(self) -> int: ...
    @property
    def price(self) -> int: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def days(self) -> int | None: ...
    @property
    def from_at(self) -> datetime | None: ...
    @property
    def until_at(self) -> datetime | None: ...


class Taken(Protocol):
    """A claim as far as rights go."""

    @property
    def person_id(self) -> int: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def from_at(self) -> datetime | None: ...
    @property
    def until_at(self) -> datetime | None: ...


class Window(StrEnum):
    DRAFT = "draft"
    SOON = "soon"
    OPEN = "open"
    OVER = "over"


class Refusal(StrEnum):
    """Why somebody may not take a perk now, the first reason that holds."""

    SUSPENDED = "suspended"
    STAFF = "staff"
    SOON = "soon"
    OVER = "over"
    AUDIENCE = "audience"
    OFTEN = "often"
    GONE = "gone"
    POINTS = "points"


def may_keep(viewer: Viewer) -> bool:
    """Make perks, publish and end them, hand in codes, answer names."""
    return viewer.is_editor and not viewer.suspended


def window(perk: Offered, now: datetime) -> Window:
    """Where a perk's time stands; it is open from its first moment, and over at its last."""
    if perk.published_at is None:
        return Window.DRAFT
    if perk.ended_at is not None or (perk.closes_at is not None and now >= perk.closes_at):
        return Window.OVER
    if perk.until_at is not None and now >= perk.until_at:
        return Window.OVER
    return Window.SOON if perk.opens_at is not None and now < perk.opens_at else Window.OPEN


def is_gone(perk: Offered) -> bool:
    """Are all of a counted stock taken? Of codes, the pool alone knows."""
    return perk.stock is not None and perk.taken >= perk.stock


def refusal(
    viewer: Viewer, perk: Offered, now: datetime, *, groups: Collection[str], had: int, free: int
) -> Refusal | None:
    """Why the viewer may not take a perk; None when they may.

    It is for whoever is in one of `groups`, `had` of it stand, `free` are the viewer's points.
    """
    where = window(perk, now)
    reasons = {
        Refusal.SUSPENDED: viewer.suspended,
        Refusal.STAFF: viewer.is_staff,
        Refusal.OVER: where in (Window.OVER, Window.DRAFT),
        Refusal.SOON: where == Window.SOON,
        Refusal.AUDIENCE: viewer.audiences.isdisjoint(groups),
        Refusal.OFTEN: had >= perk.most_each,
        Refusal.GONE: is_gone(perk),
        Refusal.POINTS: free < perk.price,
    }
    return next((why for why, holds in reasons.items() if holds), None)


def begins(perk: Offered, at: datetime, *, meeting: datetime | None = None) -> datetime | None:
    """When what is taken at a moment is used; None where somebody's act says so: a code looked at, a name accepted."""
    if perk.gives == Gives.SEAT:
        return meeting
    if perk.gives in (Gives.CODE, Gives.PERCENT, Gives.NAMING):
        return None
    return max(at, perk.from_at) if perk.from_at else at


def ends(perk: Offered, at: datetime, begins_at: datetime | None) -> datetime | None:
    """Until when what is taken lasts: so many days from its beginning, and no longer than the perk's own last moment."""
    if perk.days is None:
        return perk.until_at
    own = (begins_at or at) + timedelta(days=perk.days)
    return min(own, perk.until_at) if perk.until_at else own


def may_give_back(viewer: Viewer, claim: Taken, now: datetime) -> bool:
    """One's own, until it is used."""
    return viewer.is_member and viewer.id == claim.person_id and is_held(claim, now)


def is_held(claim: Taken, now: datetime) -> bool:
    """Is it still to be used? What begins is used from its first moment on."""
    if claim.standing != Standing.HELD:
        return False
    return (claim.from_at is None or now < claim.from_at) and (claim.until_at is None or now < claim.until_at)


def lasts(claim: Taken, now: datetime) -> bool:
    """Does what was taken work now?"""
    if claim.standing == Standing.BACK:
        return False
    return (claim.from_at is None or claim.from_at <= now) and (claim.until_at is None or now < claim.until_at)
