"""Who may do what with influence."""

from __future__ import annotations

from kernel.viewer import Viewer


def may_weigh(viewer: Viewer) -> bool:
    return viewer.is_editor and not viewer.suspended


def may_read_any(viewer: Viewer) -> bool:
    """Every member's score and why; that they looked is written down."""
    return viewer.is_staff


def may_choose(viewer: Viewer) -> bool:
    """Anybody with an account says for themselves whether they are scored, and who sees it."""
    return viewer.is_member
