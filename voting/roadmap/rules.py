"""Who may plan."""

from __future__ import annotations

from kernel.viewer import Viewer


def may_plan(viewer: Viewer) -> bool:
    """Place ideas on the roadmap, estimate effort, freeze snapshots."""
    return viewer.is_editor and not viewer.suspended
