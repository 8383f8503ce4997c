"""Accounts from the command line."""

from __future__ import annotations

import argparse
from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from community.people import actions, keys, proofs, queries, rules
from community.people.models import Person, Role
from kernel import audit, db
from kernel.errors import Problem
from kernel.events import record
from kernel.features import Command, House, the_house
from kernel.forms import Email
from kernel.viewer import SYSTEM

LIFE = timedelta(days=7)


async def person(house: House, arguments: argparse.Namespace) -> int:
    """An account with a role, and a link that sets its password once."""
    email = _address(arguments.email)
    async with db.transaction():
        found = await queries.by_email(email)
        if found is None:
            found = await actions.create(
                name=arguments.name or "Tandem", email=email, role=arguments.role, confirmed=False
            )
        elif found.is_claimed:
            await _promote(found, Role(arguments.role))
        else:
            found = await actions.claim(found, name=arguments.name or found.name or "Tandem", hashed="")
            await _promote(found, Role(arguments.role))
        word = await proofs.make(proofs.RESET, email, person=found.id, life=LIFE)
    print(f"{found.handle}: {arguments.role}")
    print(f"Set a password within seven days: {the_house().settings.base_url.rstrip('/')}/reset/{word}")
    return 0


async def _promote(found: Person, role: Role) -> None:
    if found.role == role:
        return
    await Person.filter(id=found.id).update(role=role)
    await audit.note(SYSTEM, "person.role", subject=("person", found.id), before=found.role, after=role)
    await record("person.role_changed", actor=None, subject=("person", found.id), role=role)


async def token(house: House, arguments: argparse.Namespace) -> int:
    """A bearer token for the API, printed once."""
    found = await queries.by_email(_address(arguments.email))
    if found is None or not found.is_claimed:
        raise Problem("There is no such account; `person` makes one.")
    print(await keys.issue(found, name=arguments.name, scopes=arguments.scope or ["read"]))
    return 0


async def sign_out(house: House, arguments: argparse.Namespace) -> int:
    """End the sessions of one account, or of everybody."""
    if arguments.everybody == bool(arguments.email):
        raise Problem("Name an account, or say --everybody.")
    found = await queries.by_email(_address(arguments.email)) if arguments.email else None
    if arguments.email and found is None:
        raise Problem("There is no such account.")
    async with db.transaction():
        ended = await db.rows(
            "DELETE FROM session WHERE person_id = ? OR ? RETURNING person_id",
            found.id if found else 0,
            arguments.everybody,
        )
        subject = ("person", found.id if found else None)
        await audit.note(SYSTEM, "person.signed_out", subject=subject, sessions=len(ended))
    print(f"sessions ended: {len(ended)}")
    return 0


def _address(typed: str) -> str:
    try:
        return TypeAdapter(Email).validate_python(typed)
    except ValidationError as error:
        raise Problem(f"{typed} is not an e-mail address.") from error


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.MEMBER.value)
    parser.add_argument("--name", default="", help="as others see it")


def _sign_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", nargs="?", default="")
    parser.add_argument("--everybody", action="store_true", help="all sessions of all accounts")


def _token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--scope", action="append", choices=rules.SCOPES, help="may be given several times")
    parser.add_argument("--name", default="by command", help="what it is for")


commands = [
    Command("person", "make an account, or give one a role", person, _person),
    Command("sign-out", "end the sessions of an account, or of everybody", sign_out, _sign_out),
    Command("token", "make a bearer token for the API", token, _token),
]
