"""For whoever keeps the machine: let somebody in who lost everything, where there is no team of two to do it."""

from __future__ import annotations

import argparse

from community.identity import steps
from community.identity.models import Passkey
from community.people import proofs, queries
from kernel import audit, db, sessions
from kernel.errors import Problem
from kernel.features import Command, House, the_house
from kernel.viewer import SYSTEM


async def unlock(house: House, arguments: argparse.Namespace) -> int:
    """Take second step and passkeys off an account, sign it out everywhere, and print a link for a new password."""
    person = await queries.by_email(arguments.email)
    if person is None or not person.is_claimed:
        raise Problem("There is no such account; `person` makes one.")
    async with db.transaction():
        await steps.forget(person.id)
        await Passkey.filter(person_id=person.id).delete()
        await sessions.end_all(person.id)
        await audit.note(SYSTEM, "recovery.by_command", subject=("person", person.id))
        word = await proofs.make(proofs.RESET, str(person.email), person=person.id)
    print(f"{person.handle}: second step and passkeys are off.")
    print(f"Set a password within two hours: {the_house().settings.base_url.rstrip('/')}/reset/{word}")
    return 0


def _email(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")


commands = [Command("unlock", "let somebody in who lost second step and passkeys", unlock, _email)]
