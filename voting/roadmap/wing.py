"""Roadmap: the public page, the team's console, snapshots and files."""

from __future__ import annotations

from community.privacy import erasing
from kernel.features import Door, Wing
from kernel.i18n import mark
from voting.roadmap import api, archive, choosable, commands, demo, desk, lanes, merges, owndata, pages, sealing, slots

wing = Wing(
    "roadmap",
    routes=[*pages.routes, *desk.routes, *lanes.routes, *archive.routes, *api.routes],
    slots=slots.slots,
    commands=commands.commands,
    doors=[Door("/roadmap", mark("Roadmap"), "path", place=2)],
    events={
        "roadmap.moved": "An idea changed its horizon or target; data: to, target.",
        "snapshot.frozen": "The roadmap was frozen; the subject is the snapshot; data: policy, mark.",
        "snapshot.confirmed": "The roadmap was to be frozen and is still the newest snapshot; data: mark.",
    },
    acts={
        "roadmap.estimated": mark("Said how much work an idea is, and who looks after it"),
        "roadmap.moved": mark("Moved an idea on the roadmap"),
        "roadmap.ordered": mark("Changed the order of the roadmap"),
        "snapshot.frozen": mark("Froze a snapshot of the roadmap"),
    },
    demo=[demo.roadmap],
    registers={
        "person.erasing": [
            erasing.sql(
                "DELETE FROM saved_view WHERE person_id = ?",
                "UPDATE roadmap_item SET owner_id = NULL WHERE owner_id = ?",
            )
        ],
        "sealed": sealing.sealed,
        "own-data": owndata.parts,
        "ballot.options": choosable.choosable,
        "idea.merge.notes": [merges.notes],
    },
)
