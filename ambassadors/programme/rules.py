"""Who may apply, review, and run the programme."""

from __future__ import annotations

from kernel.viewer import Viewer

AMBASSADORS = "ambassadors"
TIER = "tier:"


def is_ambassador(viewer: Viewer) -> bool:
    return AMBASSADORS in viewer.audiences


def may_apply(viewer: Viewer) -> bool:
    """A member who is not one already, and not of the team: the team is paid otherwise."""
    return viewer.is_member and not viewer.suspended and not viewer.is_staff and not is_ambassador(viewer)


def may_review(viewer: Viewer, person_id: int) -> bool:
    """Anybody of the team, but never one's own application."""
    return viewer.is_staff and not viewer.suspended and viewer.id != person_id


def may_run(viewer: Viewer) -> bool:
    """Set tiers and terms, and end somebody's part."""
    return viewer.is_manager and not viewer.suspended
