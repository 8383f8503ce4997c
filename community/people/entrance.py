"""Coming in: sign-up, confirmation of the address, sign-in. None of them tells whether an address is known."""

from __future__ import annotations

from collections.abc import Mapping

from community.people import arrivals, opening, passwords, proofs, queries
from community.people.models import Person, Proof
from community.people.opening import Opening
from kernel import db, i18n, mail
from kernel.i18n import gettext as _


async def sign_up(
    *, name: str, email: str, password: str, wanted: str = "", brought: Mapping[str, str] | None = None
) -> None:
    """Write to the address: a link that opens the account, or word that there is one already. The work is the same.

    Without a password its owner comes in by letters, until they choose one, or by what they add later.
    `wanted` is the page of this site that its owner comes back to, `brought` what their browser came with.
    """
    hashed = await passwords.digest(password) if password else ""
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


async def confirm(proof: Proof, *, brought: Mapping[str, str] | None = None) -> Person | str:
    """Open the account that a letter's link stands for; what an import had put under the address becomes theirs.

    Where somebody else must agree first, it is the address of the page where they wait.
    """
    async with db.transaction():
        await proofs.use(proof)
        person = await queries.by_email(proof.email)
        if person is not None and person.is_claimed:
            return person
        asked = Opening(name=proof.name, email=proof.email, hashed=proof.password, way="letter", brought=brought or {})
        return await opening.ask(asked)


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
