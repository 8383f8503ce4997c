"""Coming in: sign-up, confirmation of the address, sign-in. None of them tells whether an address is known."""

from __future__ import annotations

from collections.abc import Mapping

from community.people import actions, arrivals, passwords, proofs, queries
from community.people.models import Person, Proof
from kernel import db, i18n, mail
from kernel.i18n import gettext as _


async def sign_up(
    *, name: str, email: str, password: str, wanted: str = "", brought: Mapping[str, str] | None = None
) -> None:
    """Write to the address: a link that opens the account, or word that there is one already. The work is the same.

    `wanted` is the page of this site that its owner comes back to, `brought` what their browser came with.
    """
    hashed = await passwords.digest(password)
    person = await queries.by_email(email)
    async with db.transaction(quiet=True):
        word = await proofs.make(proofs.CONFIRM, email, name=name, password=hashed)
        if person is not None and person.is_claimed:
            await _write_known(person)
            return
        await mail.write(
            email,
            "confirm",
            subject=_("Confirm your address"),
            name=name,
            url=f"/confirm/{word}" + arrivals.query(brought or {}, next=wanted),
            why=_("You get this because somebody, we hope you, opened an account with this address."),
        )


async def _write_known(person: Person) -> None:
    with i18n.speaking(person.language or i18n.language.get()):
        await mail.write(
            str(person.email),
            "known",
            subject=_("You have an account already"),
            person=person.id,
            name=person.name,
            url="/sign-in",
            reset_url="/reset",
            why=_("You get this because somebody tried to open an account with this address."),
        )


async def confirm(proof: Proof, *, brought: Mapping[str, str] | None = None) -> Person:
    """Open the account that a letter's link stands for; what an import had put under the address becomes theirs."""
    async with db.transaction():
        await proofs.use(proof)
        person = await queries.by_email(proof.email)
        if person is None:
            return await actions.create(
                name=proof.name,
                email=proof.email,
                hashed=proof.password,
                language=i18n.language.get(),
                brought=brought,
            )
        if person.is_claimed:
            return person
        return await actions.claim(person, name=proof.name, hashed=proof.password, brought=brought)


async def sign_in(*, email: str, password: str) -> Person | None:
    """Whose address and password these are; for anybody else None, after the same time."""
    person = await queries.by_email(email)
    opens = person is not None and person.is_claimed
    if not await passwords.matches(password, person.password if person and opens else None):
        return None
    if person and person.password and passwords.is_outdated(person.password):
        hashed = await passwords.digest(password)
        async with db.transaction(quiet=True):
            await Person.filter(id=person.id).update(password=hashed)
    return person
