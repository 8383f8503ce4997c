"""One's own account: profile, password, tokens and browsers."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from community.people import actions, keys, passwords, queries, rules
from community.people.forms import PasswordForm, ProfileForm, TokenForm, zones
from community.people.models import Person
from kernel import files, forms, pages, sessions
from kernel.errors import Conflict, Problem, SignInNeeded
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, number, post

PAGE = "community/people/account.html"


async def index(request: Request) -> Response:
    return await _page(request)


async def change(request: Request) -> Response:
    """Save the profile, with a picture when one was chosen."""
    person = await _own(request)
    filled = await forms.read(request, ProfileForm)
    if not filled.ok:
        return await _page(request, profile=filled)
    try:
        await _take_picture(request, person, filled)
        await actions.change_profile(
            request.state.viewer,
            person,
            **filled.valid.model_dump(include={"name", "handle", "bio", "language", "zone"}),
        )
    except Conflict as error:
        return await _page(request, profile=filled.refuse("handle", error.message))
    except Problem as error:
        return await _page(request, profile=filled.refuse("picture", error.message))
    pages.said(request, _("Saved."))
    return pages.see_other(request, "/account")


async def _take_picture(request: Request, person: Person, filled: forms.Filled[ProfileForm]) -> None:
    uploads: list[UploadFile] = filled.files.get("picture", [])
    if uploads:
        kept = await files.keep_picture(await uploads[0].read(), owner=person.id, side=320)
        await actions.change_picture(request.state.viewer, person, file=kept)
    elif filled.valid.unpicture:
        await actions.change_picture(request.state.viewer, person, file=None)
    await person.refresh_from_db(fields=["picture_id"])


async def change_password(request: Request) -> Response:
    person = await _own(request)
    filled = await forms.read(request, PasswordForm, name=person.name, email=person.email or "")
    filled.values.clear()
    if filled.ok and not await passwords.matches(filled.valid.current, person.password):
        filled.refuse("current", _("This is not your present password."))
    if not filled.ok:
        return await _page(request, password=filled)
    await keys.change_password(request.state.viewer, person, password=filled.valid.password, session=_session(request))
    pages.said(request, _("Your password is changed. Every other browser has been signed out."))
    return pages.see_other(request, "/account")


async def issue(request: Request) -> Response:
    """A new token, shown on this answer and never again."""
    person = await _own(request)
    filled = await forms.read(request, TokenForm)
    if not filled.ok:
        return await _page(request, token=filled)
    word = await keys.issue(person, name=filled.valid.label, scopes=filled.valid.scopes)
    return await _page(request, status=200, word=word)


async def revoke(request: Request) -> Response:
    await keys.revoke(request.state.viewer, number(request))
    pages.said(request, _("The token opens nothing any more."))
    return pages.see_other(request, "/account")


async def end_session(request: Request) -> Response:
    """Sign out of one browser of the list, this one included."""
    known_as = request.path_params["session"]
    if known_as == sessions.digest(_session(request)):
        return await sessions.end(request, pages.see_other(request, "/"))
    await keys.end_session(request.state.viewer, known_as=known_as)
    pages.said(request, _("That browser has been signed out."))
    return pages.see_other(request, "/account#browsers")


async def end_elsewhere(request: Request) -> Response:
    await keys.end_elsewhere(request.state.viewer, session=_session(request))
    pages.said(request, _("Every other browser has been signed out."))
    return pages.see_other(request, "/account#browsers")


async def _page(request: Request, *, status: int = 422, word: str = "", **typed: forms.Filled[Any]) -> Response:
    person = await _own(request)
    context = {
        "person": person,
        "card": await queries.card(person.id),
        "profile": forms.blank(
            name=person.name, handle=person.handle, bio=person.bio, language=person.language, zone=person.zone
        ),
        "password": forms.blank(),
        "token": forms.blank(scopes=["read"]),
        "zones": zones(),
        "scopes": [scope for scope in rules.SCOPES if rules.may_hold(person.role, scope)],
        "browsers": await queries.sessions_of(person.id),
        "here": sessions.digest(_session(request)),
        "tokens": await queries.tokens_of(person.id),
        "word": word,
        **typed,
    }
    return await pages.page(request, PAGE, context, status=status if typed else 200)


async def _own(request: Request) -> Person:
    person = await queries.by_id(int(request.state.viewer.id or 0))
    if person is None:
        raise SignInNeeded()
    return person


def _session(request: Request) -> str:
    return request.cookies.get(sessions.cookie_name(), "")


routes = [
    get("/account", index, allow=members),
    post("/account", change, allow=members),
    post("/account/password", change_password, allow=members),
    post("/account/tokens", issue, allow=members),
    post("/account/tokens/{id}/revocation", revoke, allow=members),
    post("/account/sessions/end", end_elsewhere, allow=members),
    post("/account/sessions/{session}/end", end_session, allow=members),
]
