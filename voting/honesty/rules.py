"""Who may set votes aside, and who may answer for it."""

from __future__ import annotations

from collections.abc import Collection

from kernel.viewer import Viewer


def may_decide(viewer: Viewer, people: Collection[int]) -> bool:
    """Managers, but for a matter that holds a vote of their own."""
    return viewer.is_manager and not viewer.suspended and viewer.id not in people


def may_answer(viewer: Viewer, person: int, set_aside_by: int | None) -> bool:
    """Managers, but for whoever set the vote aside and whoever gave it."""
    return may_decide(viewer, [person]) and viewer.id != set_aside_by
