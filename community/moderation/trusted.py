"""What moderation tells the wing of trust: rulings that stand against somebody, and where a measure's reasons are read."""

from __future__ import annotations

from community.moderation import registry
from community.trust.registry import Fault
from kernel import pages
from kernel.features import Slot
from kernel.viewer import Viewer

faults = [
    Fault(
        "rulings",
        "SELECT author_id AS person_id, max(created_at) AS at FROM ruling WHERE author_id IN ({whose}) "
        "AND (act IN ('hide', 'remove', 'edit') OR measure <> 'none') AND reversed_at IS NULL GROUP BY author_id",
    )
]


async def reasons(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The way to the statement of reasons of a measure, and to the appeal that stands on it."""
    return {key: pages.fragment("community/moderation/_measure.html", ruling=key) for key in keys if key}


async def things(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """What waits to be read, by its name where it has one."""
    wanted = [(kind, int(number)) for kind, _dash, number in (key.partition("-") for key in keys)]
    found = await registry.things(wanted)
    return {
        f"{kind}-{number}": pages.fragment("community/moderation/_held.html", thing=thing)
        for (kind, number), thing in found.items()
    }


slots = [Slot("measure.ruling", reasons, personal=True), Slot("held.thing", things, personal=True)]
