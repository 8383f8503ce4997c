"""The ideas that somebody supports, for the page of what became of them."""

from __future__ import annotations

from kernel.features import Ask
from kernel.viewer import Viewer


def supported(viewer: Viewer) -> Ask:
    """Their numbers, as they were given."""
    return Ask("SELECT idea_id AS number, 1 AS value FROM support WHERE person_id = ?", (viewer.id,))
