"""Another password, or a first one for who came in without; every other browser is signed out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.identity import account, warnings
from community.people import keys, passwords
from community.people.forms import PasswordForm
from community.people.models import Person
from kernel import db, forms, pages, security, sessions
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, post

PAGE = "/account/password"


async def index(request: Request) -> Response:
    person = await account.owner(request)
    if not person.password:
        await sessions.require_fresh(request)
    return await _page(request, person, forms.blank())


async def change(request: Request) -> Response:
    """The present password is the proof; where there is none, another one must have been given."""
    person = await account.owner(request)
    if not person.password:
        await sessions.require_fresh(request)
    await security.limit_everywhere("proof", str(person.id), burst=20, per_minute=4)
    filled = await forms.read(request, PasswordForm, name=person.name, email=person.email or "")
    filled.values.clear()
    if filled.ok and person.password and not await passwords.matches(filled.valid.current, person.password):
        filled.refuse("current", _("This is not your present password."))
    if not filled.ok:
        return await _page(request, person, filled, status=422)
    session = sessions.token_of(request)
    await keys.change_password(request.state.viewer, person, password=filled.valid.password, session=session)
    pages.said(request, _("Your password is changed. Every other browser has been signed out."))
    return await sessions.prove(request, pages.see_other(request, account.HOME))


async def changed(event: db.Row) -> None:
    """Word of it to the owner, whichever way it was changed."""
    async with db.transaction(quiet=True):
        await warnings.tell(int(event["subject_id"]), warnings.PASSWORD)


async def _page(request: Request, person: Person, filled: forms.Filled[PasswordForm], *, status: int = 200) -> Response:
    context = {"form": filled, "person": person}
    return await pages.page(request, "community/identity/password.html", context, status=status)


routes = [get(PAGE, index, allow=members), post(PAGE, change, allow=members)]
