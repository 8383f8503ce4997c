"""Writing accounts: made, changed, given a role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError

from community.people import administrators, arrivals, handles, passwords, queries, rules
from community.people.models import Person, Role
from kernel import audit, clock, db, site, text
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def create(
    *,
    name: str,
    email: str | None = None,
    password: str = "",
    hashed: str = "",
    role: Role | str = Role.MEMBER,
    handle: str = "",
    language: str = "",
    zone: str = "",
    bio: str = "",
    confirmed: bool = True,
    brought: Mapping[str, str] | None = None,
) -> Person:
    """Open an account whose owner is known: at the end of sign-up, by a command, at the first run, in the demo.

    `brought` is what their browser came with (see arrivals).
    """
    kept = hashed or (await passwords.digest(password) if password else None)
    now = clock.now()
    async with db.transaction():
        person = await _insert(
            handle,
            name=name,
            email=email.strip().lower() if email else None,
            email_confirmed_at=now if email and confirmed else None,
            password=kept,
            role=Role(role),
            language=language,
            zone=zone,
            bio=bio,
            created_at=now,
        )
        await record("person.joined", actor=person.id, subject=("person", person.id))
        if person.email_confirmed_at:
            await confirmed_address(person)
        await arrivals.arrived(person.id, brought or {})
    return person


async def _insert(handle: str, *, name: str, **values: Any) -> Person:
    """A row under a handle that is free; another sign-up may take it between looking and writing."""
    for _attempt in range(5):
        chosen = handle or await free_handle(name)
        try:
            async with db.transaction():
                return await Person.create(handle=chosen, name=name, **values)
        except IntegrityError:
            if handle or await Person.exists(email=values["email"]):
                break
    raise Conflict(_("There is an account with this address or this handle already."))


async def free_handle(name: str) -> str:
    """A handle made from a name, that nobody has yet."""
    base = handles.base_of(name)
    return handles.free(base, await queries.handles_like(base))


async def confirmed_address(person: Person) -> None:
    """Tell the house that an address is proven to be this person's."""
    await record("person.confirmed", actor=person.id, subject=("person", person.id), email=person.email)


async def claim(person: Person, *, name: str, hashed: str, brought: Mapping[str, str] | None = None) -> Person:
    """Hand an account that an import made to the owner of its address, with all that is counted on it."""
    async with db.transaction():
        person.name, person.password = name, hashed or None
        person.is_claimed, person.email_confirmed_at = True, clock.now()
        person.handle = await free_handle(name) if person.handle.startswith(handles.UNCLAIMED) else person.handle
        await person.save()
        await record("person.joined", actor=person.id, subject=("person", person.id), claimed=True)
        await confirmed_address(person)
        await arrivals.arrived(person.id, brought or {})
    return person


async def unclaimed(
    people: Sequence[tuple[str, str]], *, at: datetime | None = None, made: list[int] | None = None
) -> dict[str, int]:
    """Accounts for (address, name) pairs of an import, made where there are none; nobody is written to because of it.

    The numbers of those that were made are added to `made`.
    """
    wanted = {email.strip().lower(): text.one_line(name)[:80] for email, name in people if email.strip()}
    known = await queries.by_emails(list(wanted))
    fresh = [email for email in wanted if email not in known]
    if not fresh:
        return known
    moment = at or clock.now()
    async with db.transaction():
        await db.execute_many(
            "INSERT INTO person (handle, name, email, role, is_claimed, is_ambassador, bio, language, zone, created_at) "
            "VALUES (?, ?, ?, 'member', ?, ?, '', '', '', ?) ON CONFLICT DO NOTHING",
            [(handles.of_unclaimed(email), wanted[email], email, False, False, moment) for email in fresh],
        )
        found = await queries.by_emails(fresh)
    if made is not None:
        made += found.values()
    return known | found


async def named(people: Mapping[str, str], *, made: list[int] | None = None) -> dict[str, int]:
    """Accounts for people of whom an import knows a name but no address: by what is theirs alone in that other tool.

    Nobody can claim one, for nothing proves whose it is; the same key gives the same account each time.
    """
    wanted = {handles.of_unclaimed(f"named {key}"): key for key in people}
    known = await _by_handle(list(wanted))
    fresh = [handle for handle in wanted if handle not in known]
    if fresh:
        async with db.transaction():
            await db.execute_many(
                "INSERT INTO person (handle, name, email, role, is_claimed, is_ambassador, bio, language, zone, "
                "created_at) VALUES (?, ?, NULL, 'member', ?, ?, '', '', '', ?) ON CONFLICT DO NOTHING",
                [(handle, text.one_line(people[wanted[handle]])[:80], False, False, clock.now()) for handle in fresh],
            )
            found = await _by_handle(fresh)
        if made is not None:
            made += found.values()
        known |= found
    return {wanted[handle]: number for handle, number in known.items()}


async def _by_handle(wanted: Sequence[str]) -> dict[str, int]:
    rows = await db.rows(f"SELECT id, handle FROM person WHERE handle IN ({db.marks(wanted)})", *wanted)
    return {row["handle"]: row["id"] for row in rows}


async def change_profile(
    viewer: Viewer, person: Person, *, name: str, handle: str, bio: str, language: str, zone: str
) -> Person:
    """Change what others see of oneself, and how one is spoken to."""
    require(rules.may_edit(viewer, person))
    if handle != person.handle and handles.is_reserved(handle):
        raise Conflict(_("This handle is kept for the house."))
    fresh = {"name": name, "handle": handle, "bio": bio}
    for field, said in fresh.items():
        if said and said != getattr(person, field):
            for read in the_house().registered("reading"):
                await read(viewer, "profile", [said], field=field)
    person.name, person.handle, person.bio = name, handle, bio
    person.language, person.zone = language, zone
    try:
        async with db.transaction():
            await person.save()
            await record("person.changed", actor=viewer.id, subject=("person", person.id))
    except IntegrityError as error:
        raise Conflict(_("Somebody else has this handle.")) from error
    return person


async def change_picture(viewer: Viewer, person: Person, *, file: int | None) -> None:
    """Put on another picture, or none."""
    require(rules.may_edit(viewer, person))
    async with db.transaction():
        await Person.filter(id=person.id).update(picture_id=file)
        await record("person.changed", actor=viewer.id, subject=("person", person.id))


async def speak(viewer: Viewer, *, language: str) -> None:
    """Be spoken to in another language from now on."""
    async with db.transaction():
        await Person.filter(id=viewer.id).update(language=language)


async def set_role(viewer: Viewer, person: Person, *, role: Role | str, reason: str = "") -> None:
    """Give somebody another role; it is in force at once and on record. The last administrator keeps theirs."""
    require(rules.may_set_role(viewer, person))
    async with db.transaction():
        before, now = person.role, Role(role)
        if before == now:
            return
        await administrators.let_go(person)
        person.role = now
        await person.save(update_fields=["role"])
        await audit.note(viewer, "person.role", subject=("person", person.id), reason=reason, before=before, after=now)
        await record("person.role_changed", actor=viewer.id, subject=("person", person.id), role=now)


async def change_brand(viewer: Viewer, **values: str) -> None:
    """Set the brand's name, accent, mark, language and welcome; every page shows them at once."""
    require(rules.may_set_brand(viewer))
    before = await site.current()
    changed = {key: value for key, value in values.items() if getattr(before, key) != value}
    if changed:
        async with db.transaction():
            await site.change(**changed)
            await audit.note(viewer, "site.brand", subject=("site", None), **changed)
