"""Who may see and change what is known of customers."""

from __future__ import annotations

from kernel.viewer import Viewer


def may_see_customers(viewer: Viewer) -> bool:
    """The product team and administrators; for community managers the pages do not exist."""
    return viewer.is_editor and not viewer.suspended


def may_change_customers(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended
