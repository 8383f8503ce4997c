"""Another address for one's account: the old one stays until a letter to the new one was answered, and hears of it."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from tortoise.exceptions import IntegrityError

from community.identity import account, warnings
from community.identity.forms import AddressForm
from community.people import actions, proofs, queries
from community.people.models import Person, Proof
from community.people.pages import limit_letters
from kernel import clock, db, events, forms, i18n, mail, pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, post

PURPOSE, LIFE = "address", timedelta(days=1)
PAGE = "/account/address"


async def index(request: Request) -> Response:
    return await _page(request, forms.blank())


async def ask(request: Request) -> Response:
    """Write to both addresses; whether the new one is taken is found by the worker, so that nobody learns it here."""
    filled = await forms.read(request, AddressForm)
    person = await account.owner(request)
    if filled.ok and filled.valid.email == person.email:
        filled.refuse("email", _("This is your address already."))
    if not filled.ok:
        return await _page(request, filled, status=422)
    await limit_letters(request, filled.valid.email)
    async with db.transaction(quiet=True):
        await events.enqueue("identity.address", person=person.id, email=filled.valid.email)
    return pages.see_other(request, f"{PAGE}/sent")


async def sent(request: Request) -> Response:
    return await pages.page(request, "community/identity/address_sent.html", {"person": await account.owner(request)})


async def write(person: int, email: str) -> None:
    """The letters: to the old address word of it, to the new one a link, or word that it is taken."""
    owner, holder = await queries.by_id(person), await queries.by_email(email)
    if owner is None:
        return
    async with db.transaction(quiet=True):
        if owner.email:
            await warnings.tell(owner.id, warnings.ADDRESS_ASKED)
        if holder is not None and holder.is_claimed:
            await warnings.tell(holder.id, warnings.ADDRESS_TAKEN, url="/sign-in")
        else:
            await _write_new(owner, email)


async def _write_new(owner: Person, email: str) -> None:
    word = await proofs.make(PURPOSE, email, person=owner.id, life=LIFE)
    with i18n.speaking(owner.language or i18n.language.get()):
        await mail.write(
            email,
            "link",
            subject=_("Confirm your new address"),
            person=owner.id,
            name=owner.name,
            told=_("With this link your account gets this address in place of the one it has."),
            url=f"{PAGE}/{word}",
            verb=_("Confirm this address"),
            hint=_("It is good for a day, and asks you to be signed in. If you did not ask for it, leave it."),
            why=_("You get this because somebody, we hope you, gave this address on our site."),
        )


async def letter(request: Request) -> Response:
    """What the letter opens: one button, for the owner of the account alone."""
    proof = await _proof(request)
    context = {"proof": proof, "person": await account.owner(request), "action": request.url.path}
    return await pages.page(request, "community/identity/address_new.html", context)


async def confirm(request: Request) -> Response:
    done = await proofs.used(PURPOSE, request.path_params["word"])
    if done is not None and done.person_id == request.state.viewer.id:  # a double click
        return pages.see_other(request, account.HOME)
    proof = await _proof(request)
    await change(await account.owner(request), proof)
    pages.said(request, _("Your account has the address %(email)s now.") % {"email": proof.email})
    return pages.see_other(request, account.HOME)


async def change(person: Person, proof: Proof) -> None:
    """The new address is in force; links that lie in the old letter box open nothing any more."""
    old, person.email, person.email_confirmed_at = person.email, proof.email, clock.now()
    try:
        async with db.transaction():
            await proofs.use(proof)
            await person.save(update_fields=["email", "email_confirmed_at"])
            await db.execute("DELETE FROM proof WHERE person_id = ? AND used_at IS NULL", person.id)
            await db.execute("DELETE FROM attempt WHERE person_id = ?", person.id)
            await actions.confirmed_address(person)
            if old:
                await warnings.tell(person.id, warnings.ADDRESS_CHANGED, address=old)
    except IntegrityError as error:
        raise Conflict(_("There is an account with this address already.")) from error


async def _proof(request: Request) -> Proof:
    proof = await proofs.find(PURPOSE, request.path_params["word"])
    if proof.person_id != request.state.viewer.id:
        raise Missing(_("This link belongs to another account. Sign in to that one first."))
    return proof


async def _page(request: Request, filled: forms.Filled[AddressForm], *, status: int = 200) -> Response:
    context = {"form": filled, "person": await account.owner(request)}
    return await pages.page(request, "community/identity/address.html", context, status=status)


routes = [
    get(PAGE, index, allow=members, fresh=True),
    post(PAGE, ask, allow=members, fresh=True),
    get(f"{PAGE}/sent", sent, allow=members),
    get(f"{PAGE}/{{word}}", letter, allow=members),
    post(f"{PAGE}/{{word}}", confirm, allow=members),
]
