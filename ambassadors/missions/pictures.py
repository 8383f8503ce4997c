"""Pictures of proofs: who may see them."""

from __future__ import annotations

from ambassadors.missions import rules
from kernel.viewer import Viewer


async def shown(viewer: Viewer) -> tuple[str, tuple[object, ...]]:
    """Where a picture is met: on proofs that the team reads. Who sent it sees it as their own."""
    if not rules.may_keep(viewer):
        return "f.id < 0", ()
    return "EXISTS (SELECT 1 FROM mission_picture x WHERE x.file_id = f.id)", ()
