"""Opening an account: the one gate, whatever proved the address of its owner (a letter, a provider).

A wing above registers under "opening" `async (opening) -> str | None`: it may raise a Problem that says why not, or give the
address of a page where the owner waits, and then opens the account itself later; under "opening.waits" `async (email)` it
tells that address again. Under "sign-up.mode" one says what the page offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from community.people import actions, queries
from community.people.models import Person
from kernel import db, i18n
from kernel.errors import Conflict
from kernel.features import the_house
from kernel.i18n import gettext as _


@dataclass(frozen=True)
class Opening:
    """An account about to be opened: `way` is how its owner came (`letter`, `oidc:acme`), `brought` what with (see arrivals).

    `outside` is their account at another site, to be told apart again when somebody else must agree first.
    """

    name: str
    email: str
    hashed: str
    way: str
    brought: Mapping[str, str] = field(default_factory=dict)
    outside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Mode:
    """What the sign-up page offers: the form or not, and a sentence about who may come in."""

    has_form: bool = True
    sentence: str = ""


async def mode(values: Mapping[str, object], *, way: str = "letter") -> Mode:
    """What somebody meets who wishes to open an account; `values` are what their address or their form brings."""
    for told in the_house().registered("sign-up.mode"):
        found: Mode = await told(values, way)
        return found
    return Mode()


async def ask(opening: Opening) -> Person | str:
    """Open an account, or hand over one that an import made; or say where its owner waits. Inside the caller's transaction."""
    for step in the_house().registered("opening"):
        waits: str | None = await step(opening)
        if waits is not None:
            return waits
    return await at_once(opening)


async def waits(email: str) -> str:
    """Where the owner of an address waits until somebody else agrees; empty where nobody is asked."""
    for told in the_house().registered("opening.waits"):
        there: str | None = await told(email)
        if there:
            return there
    return ""


async def at_once(opening: Opening) -> Person:
    """The same when all have agreed already."""
    async with db.transaction():
        person = await queries.by_email(opening.email)
        if person is None:
            return await actions.create(
                name=opening.name,
                email=opening.email,
                hashed=opening.hashed,
                language=i18n.language.get(),
                brought=opening.brought,
            )
        if person.is_claimed and opening.way != "letter":
            raise Conflict(_("There is an account with this address or this handle already."))
        if person.is_claimed:
            return person
        return await actions.claim(person, name=opening.name, hashed=opening.hashed, brought=opening.brought)
