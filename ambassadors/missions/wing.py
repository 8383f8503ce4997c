"""What the wing of missions registers with the house."""

from __future__ import annotations

from ambassadors.missions import (
    demo,
    desk,
    earned,
    goals,
    leaving,
    notices,
    office,
    owndata,
    pages,
    pictures,
    proofs,
    search,
    slots,
    turning,
)
from kernel.features import Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "missions",
    routes=[*office.routes, *desk.routes, *pages.routes],
    slots=slots.slots,
    jobs=turning.jobs,
    reactions=turning.reactions,
    proofs=[Proof("mission.taken", proofs.taken), Proof("mission.done", proofs.done)],
    events={
        "mission.made": "the team began a mission",
        "mission.changed": "the team changed a mission",
        "mission.announced": "a mission is open; `audience` says whom it is offered to",
        "mission.taken": "somebody took a mission",
        "mission.left": "somebody gave their place in a mission back",
        "mission.sent": "somebody sent a proof",
        "mission.answered": "a proof was answered; `verdict` says how",
        "mission.done": "somebody did a mission; `points` were given of those `promised`",
        "mission.undone": "what somebody did does not count any more",
        "mission.ending": "a mission ends in three days; `people` are those under way",
        "mission.ended": "a mission's day has come",
        "mission.cancelled": "a mission was called off before its end",
        "mission.concluded": "the team said what came of a mission",
    },
    acts={
        "mission.announced": mark("Opened a mission"),
        "mission.answered": mark("Answered a proof that was sent for a mission"),
        "mission.cancelled": mark("Called a mission off"),
        "mission.changed": mark("Changed a mission"),
        "mission.concluded": mark("Ended a mission"),
        "mission.made": mark("Made a mission"),
        "mission.undone": mark("Found that a mission which counted as done was not"),
    },
    demo=[demo.missions],
    registers={
        "club.closing": [leaving.closing],
        "earning": earned.earnings,
        "member.leaving": [leaving.left],
        "mission.goals": goals.goals,
        "notices": notices.notices,
        "out-of-sight": [notices.out_of_sight],
        "own-data": owndata.parts,
        "person.erasing": [leaving.erased],
        "pictures": [pictures.shown],
        "searchable": [search.searchable],
    },
)
