"""Who may do what in a club."""

from __future__ import annotations

from typing import Protocol

from community.clubs.models import Role
from kernel.viewer import Viewer


class Standing(Protocol):
    """What a rule asks of a club: how the viewer stands in it, and whether it goes on."""

    @property
    def role(self) -> Role | None: ...

    @property
    def is_archived(self) -> bool: ...


def may_found(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


def may_host(viewer: Viewer, club: Standing) -> bool:
    """Change what the club says of itself, its people and its doors."""
    return club.role == Role.HOST and not club.is_archived and not viewer.suspended


def may_open_ballots(viewer: Viewer, club: Standing) -> bool:
    return club.role in (Role.HOST, Role.TREASURER) and not club.is_archived and not viewer.suspended


def may_take_part(viewer: Viewer, club: Standing) -> bool:
    """Write topics, propose ideas in the club, sign, answer meetings of it."""
    return club.role is not None and not club.is_archived and not viewer.suspended


def may_moderate(viewer: Viewer) -> bool:
    """Answer appeals, hide a club, name a host where none is left."""
    return viewer.is_manager
