"""Who may fund points, write their rules and give them by hand."""

from __future__ import annotations

from kernel.viewer import Viewer


def may_run(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended
