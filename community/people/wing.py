"""People: accounts, their keys and their pages."""

from __future__ import annotations

from community.people import (
    account,
    api,
    brand,
    demo,
    firstrun,
    keys,
    letters,
    owndata,
    pages,
    profiles,
    proofs,
    queries,
    search,
    setup,
    viewers,
)
from community.people.commands import commands
from kernel.features import Job, Wing
from kernel.i18n import mark
from kernel.takeout.tables import LeftBehind

wing = Wing(
    "people",
    routes=[
        *pages.routes,
        *account.routes,
        *brand.routes,
        *profiles.routes,
        *letters.routes,
        *firstrun.routes,
        *api.routes,
    ],
    slots=profiles.slots,
    jobs=[Job("people.sweep", proofs.sweep, every=86_400), Job("people.reset", keys.write_reset)],
    commands=commands,
    events={
        "person.joined": "an account was opened by its owner",
        "person.confirmed": "an address was proven to be its owner's; data: email",
        "person.changed": "somebody changed their profile",
        "person.password_changed": "somebody has another password",
        "person.role_changed": "an administrator gave somebody another role; data: role",
    },
    acts={
        "person.role": mark("Changed somebody’s role"),
        "person.signed_out": mark("Signed an account out everywhere, or all of them, by a command"),
        "site.brand": mark("Changed what the brand is called or looks like"),
    },
    demo=[demo.people],
    registers={
        "left-behind": [
            LeftBehind("person", mark("Passwords: members choose a new one by letter."), ("password",)),
            LeftBehind("proof", mark("Links in letters that can be used once.")),
            LeftBehind("token", mark("Keys for programs: their owners make new ones.")),
        ],
        "viewer": [viewers.people],
        "audience.people": [queries.people_of],
        "bearer": [keys.authenticate],
        "gate": [setup.gate],
        "greeting": [setup.notice],
        "own-data": owndata.parts,
        "pictures": [queries.pictured],
        "searchable": [search.searchable],
    },
)
