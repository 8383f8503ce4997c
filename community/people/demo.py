"""The demo's people, all with an account; five of them can be signed in as."""

from __future__ import annotations

from datetime import timedelta

from community.people import actions, passwords
from kernel import clock
from kernel.demo import PASSWORD, PEOPLE, World


async def people(world: World) -> None:
    """Everybody joins on a day of their own, well before they first say anything."""
    hashed = await passwords.digest(PASSWORD)
    for position, told in enumerate(world.content_of("people")):
        joined = world.ago(200 - position * 0.4, hour=8 + position % 12)
        with clock.at(joined - timedelta(minutes=position)):
            person = await actions.create(
                name=told["name"],
                email=told.get("email", f"{told['handle']}@example.net"),
                hashed=hashed if told["handle"] in PEOPLE else "",
                role=told.get("role", "member"),
                handle=told["handle"],
                language=told["language"],
                zone=told["zone"],
                bio=told.get("bio", ""),
            )
        world.ids["person", told["handle"]] = person.id
