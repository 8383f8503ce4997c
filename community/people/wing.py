"""People: accounts, their keys and their pages."""

from __future__ import annotations

from community.people import account, api, demo, firstrun, keys, letters, owndata, pages, profiles, proofs, setup
from community.people.commands import commands
from kernel import clock, db, files
from kernel.features import Job, Wing
from kernel.viewer import Viewer


async def load_viewer(person_id: int) -> Viewer | None:
    """A person as a viewer."""
    person = await db.row(
        "SELECT p.id, p.role, p.handle, p.name, p.language, p.zone, p.email_confirmed_at, "
        "p.suspended_until AS free_at, f.digest FROM person p LEFT JOIN file f ON f.id = p.picture_id "
        "WHERE p.id = ? AND p.is_claimed = ?",
        person_id,
        True,
    )
    if person is None:
        return None
    digest, free_at, confirmed_at = (person.pop(name) for name in ("digest", "free_at", "email_confirmed_at"))
    return Viewer(
        **person,
        confirmed=confirmed_at is not None,
        suspended=bool(free_at and free_at > clock.now()),
        picture=files.url(digest) if digest else "",
    )


wing = Wing(
    "people",
    routes=[
        *pages.routes,
        *account.routes,
        *profiles.routes,
        *letters.routes,
        *firstrun.routes,
        *api.routes,
    ],
    slots=profiles.slots,
    jobs=[Job("people.sweep", proofs.sweep, every=86_400)],
    commands=commands,
    events={
        "person.joined": "an account was opened by its owner",
        "person.confirmed": "an address was proven to be its owner's; data: email",
        "person.changed": "somebody changed their profile",
        "person.role_changed": "an administrator gave somebody another role; data: role",
    },
    demo=[demo.people],
    registers={
        "viewer": [load_viewer],
        "bearer": [keys.authenticate],
        "gate": [setup.gate],
        "greeting": [setup.notice],
        "own-data": owndata.parts,
    },
)
