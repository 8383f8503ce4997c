"""People: accounts, their keys and their pages."""

from __future__ import annotations

from dataclasses import replace

from community.people import account, api, demo, firstrun, keys, letters, owndata, pages, profiles, proofs, setup
from community.people.commands import commands
from community.people.models import Person
from kernel import clock, files
from kernel.features import Job, Wing
from kernel.viewer import Viewer


async def load_viewer(person_id: int) -> Viewer | None:
    """A person as a viewer."""
    person = await Person.get_or_none(id=person_id).prefetch_related("picture")
    if person is None or not person.is_claimed:
        return None
    found = Viewer(
        id=person.id,
        role=str(person.role),
        handle=person.handle,
        name=person.name,
        language=person.language,
        zone=person.zone,
        confirmed=person.email_confirmed_at is not None,
        suspended=bool(person.suspended_until and person.suspended_until > clock.now()),
    )
    picture = person.picture
    return replace(found, picture=files.url(picture.digest)) if picture else found  # type: ignore[attr-defined]


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
