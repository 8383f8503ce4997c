"""Who may do what with challenges and their entries."""

from __future__ import annotations

from typing import Protocol

from ideas.challenges.models import Phase
from kernel.viewer import Viewer


class Opened(Protocol):
    """A challenge as far as rights go."""

    @property
    def enter(self) -> str: ...
    @property
    def phase(self) -> str: ...


def may_keep(viewer: Viewer) -> bool:
    """Make, change and announce challenges, and speak to those who entered."""
    return viewer.is_manager and not viewer.suspended


def may_see(viewer: Viewer, phase: str) -> bool:
    return phase != Phase.DRAFT or viewer.is_manager


def may_enter(viewer: Viewer, challenge: Opened) -> bool:
    """Somebody of its audience, while designs come in; what staff draws is not judged."""
    return may_take_part(viewer, challenge) and challenge.phase == Phase.SUBMISSIONS


def may_take_part(viewer: Viewer, challenge: Opened) -> bool:
    return viewer.is_member and not viewer.suspended and not viewer.is_staff and viewer.within(challenge.enter)


def may_withdraw(viewer: Viewer, person_id: int, phase: str) -> bool:
    """One's own entry, until scoring ends."""
    return viewer.is_member and viewer.id == person_id and phase in (Phase.SUBMISSIONS, Phase.SCORING)
