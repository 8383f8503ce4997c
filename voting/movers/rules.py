"""Who may bring over what stands in another tool."""

from __future__ import annotations

from kernel.viewer import Viewer


def may_move(viewer: Viewer) -> bool:
    """The product team and administrators; for community managers the pages do not exist."""
    return viewer.is_editor and not viewer.suspended
