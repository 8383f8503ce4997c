"""Identity: passkeys, second factors, links in letters, ways back, and the browsers that are signed in."""

from __future__ import annotations

from community.identity import (
    account,
    address,
    attempts,
    demo,
    devices,
    entering,
    links,
    notices,
    owndata,
    password,
    proving,
    returning,
    staff,
    stopping,
    tokens,
    waysback,
)
from community.identity.commands import commands
from community.identity.settings import IdentitySettings
from kernel.features import Job, Reaction, Wing
from kernel.i18n import mark
from kernel.takeout.tables import LeftBehind

SECRET = mark("What proves people to this site alone: they set it up anew.")

wing = Wing(
    "identity",
    routes=[
        *proving.routes,
        *entering.routes,
        *account.routes,
        *address.routes,
        *password.routes,
        *devices.routes,
        *tokens.routes,
        *returning.routes,
        *stopping.routes,
    ],
    slots=stopping.slots,
    audiences=stopping.audiences,
    jobs=[
        Job("identity.sweep", attempts.sweep, every=3600),
        Job("identity.ways-back", waysback.sweep, every=600),
        Job("identity.link", links.write),
        Job("identity.address", address.write),
        Job("identity.recovery", waysback.begin),
    ],
    reactions=[Reaction("identity.password", ("person.password_changed",), password.changed)],
    commands=commands,
    settings=[IdentitySettings],
    demo=[demo.ways_back],
    events={
        "recovery.asked": "somebody lost what opens their account and asks for a way back",
        "recovery.told": "the owner of an account hears that somebody asks for a way back into it",
        "recovery.used": "somebody came back in by a link that two of the team had confirmed",
    },
    acts={
        "recovery.by_command": mark("Let somebody in who had lost what opens their account, by a command"),
        "recovery.confirmed": mark("Confirmed who asks for a way back into an account"),
        "recovery.refused": mark("Refused a way back into an account"),
    },
    registers={
        "gate": [staff.gate],
        "second-step": [entering.step],
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [owndata.erased],
        "left-behind": [
            LeftBehind("attempt", mark("Ways in that somebody has begun: they begin again.")),
            *(LeftBehind(table, SECRET) for table in ("passkey", "second_step", "recovery_code")),
            LeftBehind("way_back", mark("Ways back that somebody asked for: they ask again.")),
            LeftBehind("way_back_voice", mark("Ways back that somebody asked for: they ask again.")),
        ],
    },
)
