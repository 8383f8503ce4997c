"""Privacy: what is known of a person, what they chose about it, and taking it back."""

from __future__ import annotations

from community.privacy import (
    commands,
    contests,
    desk,
    erasing,
    farewell,
    fetching,
    known,
    looks,
    notices,
    owndata,
    retention,
    seals,
    takeaway,
)
from community.privacy.settings import PrivacySettings
from kernel.features import Wing
from kernel.i18n import mark
from kernel.takeout.tables import LeftBehind

wing = Wing(
    "privacy",
    routes=[*known.routes, *desk.routes, *farewell.routes, *fetching.routes, *retention.routes],
    slots=seals.slots,
    jobs=[*erasing.jobs, *takeaway.jobs, *retention.jobs],
    commands=commands.commands,
    audiences=farewell.audiences,
    settings=[PrivacySettings],
    events={
        "data.contested": "a member says that a part of what is known of them is wrong; data: part",
        "person.leaving": "an account was closed, to be erased in fourteen days",
        "person.returned": "whoever closed their account came back",
        "person.erased": "an account was erased",
        "data.ready": "the file of somebody's own data is made; data: person",
        "data.failed": "the file of somebody's own data could not be made; data: person",
        "data.answered": "the team answered what was contested; data: person, part",
    },
    acts={
        "data.kept": mark("Left somebody’s contested data as it is, with the reason"),
        "data.mended": mark("Mended what somebody said is wrong about them"),
        "seal.renewed": mark("Took the name of somebody erased out of what is published, and sealed it anew"),
    },
    registers={
        "left-behind": [
            LeftBehind("own_download", mark("Files of their own data that members asked for: they ask again.")),
            LeftBehind("look", mark("Who of the team looked at whose data here: it happened on this site.")),
        ],
        "gate": [farewell.gate],
        "look": [looks.saw],
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [contests.erased, takeaway.erased],
    },
)
