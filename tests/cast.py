"""The people that tests are about: the five of the demo, by name or by what they do."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher

from ambassadors.programme import belonging
from community.people import actions, passwords
from community.people.models import Person
from kernel import clock, db, sessions
from kernel.demo import PASSWORD
from kernel.models import Session
from kernel.viewer import Viewer
from tests.browsing import Browser

COSTLY = passwords.hasher
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
NAMES = {"ada": "Ada Morel", "ben": "Ben Okafor", "mo": "Mo Haddad", "sol": "Sol Vidal", "root": "Rozenn Tanguy"}
ROLES = {"ada": "member", "ben": "member", "mo": "manager", "sol": "editor", "root": "admin"}
PLAYED_BY = {"member": "ada", "ambassador": "ben", "manager": "mo", "editor": "sol", "admin": "root"}


async def person(handle: str = "ada", *, role: str = "", language: str = "en", confirmed: bool = True) -> Person:
    """Somebody with the address handle@example.org and the demo's password; made once."""
    if found := await Person.get_or_none(handle=handle):
        return found
    made = await actions.create(
        name=NAMES.get(handle, handle.title()),
        email=f"{handle}@example.org",
        password=PASSWORD,
        role=role or ROLES.get(handle, "member"),
        handle=handle,
        language=language,
        confirmed=confirmed,
    )
    if handle == "ben":
        async with db.transaction():
            await belonging.enrol(made.id)
        await made.refresh_from_db(["is_ambassador"])
    return made


async def viewer(handle: str = "ada", *, role: str = "", language: str = "en") -> Viewer:
    """The same as the actions see them."""
    return await sessions.viewer_of((await person(handle, role=role, language=language)).id)


async def member(handle: str = "ada") -> Viewer:
    return await viewer(handle)


async def manager() -> Viewer:
    return await viewer("mo")


async def editor() -> Viewer:
    return await viewer("sol")


async def admin() -> Viewer:
    return await viewer("root")


async def browser_as(browser: Browser, role_or_handle: str) -> Browser:
    """Another browser of the same site, in which somebody is signed in: `member`, `manager` ... or a handle."""
    return await browser_of(browser, (await person(PLAYED_BY.get(role_or_handle, role_or_handle))).id)


async def browser_of(browser: Browser, person_id: int) -> Browser:
    """Another browser of the same site, in which a person who is there already is signed in."""
    token, now = secrets.token_urlsafe(32), clock.now()
    await Session.create(
        id=sessions.digest(token),
        person_id=person_id,
        proven_at=now,
        created_at=now,
        seen_at=now,
        expires_at=now + sessions.LIFE,
    )
    theirs = browser.another()
    theirs.client.cookies.set(sessions.cookie_name(), token, domain="localhost.local")
    return theirs
