"""Who may do what with shops, offers, pre-orders and royalties."""

from __future__ import annotations

from typing import Protocol

from ambassadors.storefronts.models import Fate
from ideas.studio.models import Design
from kernel.viewer import Viewer


class Gathered(Protocol):
    """An offer as far as rights go."""

    @property
    def fate(self) -> str: ...
    @property
    def extended(self) -> int: ...


def may_keep_shop(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


def may_shelve(viewer: Viewer, design: Design) -> bool:
    """One's own designs, while everybody may see them."""
    return may_keep_shop(viewer) and viewer.id == design.author_id and design.is_listed


def may_want(viewer: Viewer, offer: Gathered) -> bool:
    """Anybody, from the day it is offered until it is being made; who has no account confirms by letter."""
    return not viewer.suspended and is_open(offer)


def is_open(offer: Gathered) -> bool:
    return offer.fate in (Fate.GATHERING, Fate.REACHED)


def may_run_offers(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended


def may_extend(viewer: Viewer, offer: Gathered) -> bool:
    """Once, while it is gathering."""
    return may_run_offers(viewer) and offer.fate == Fate.GATHERING and not offer.extended


def may_release(viewer: Viewer, offer: Gathered) -> bool:
    return may_run_offers(viewer) and is_open(offer)


def may_make(viewer: Viewer, offer: Gathered) -> bool:
    return may_run_offers(viewer) and offer.fate == Fate.REACHED


def may_pay(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended


def may_moderate(viewer: Viewer) -> bool:
    return viewer.is_manager and not viewer.suspended
