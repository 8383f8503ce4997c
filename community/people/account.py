"""One's own account: how others see one."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from community.people import actions, queries
from community.people.forms import ProfileForm, zones
from community.people.models import Person
from kernel import files, forms, pages
from kernel.errors import Conflict, Invalid, Problem, SignInNeeded
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, post

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
    except Invalid as error:
        for field, message in error.detail.get("errors", {"picture": error.message}).items():
            filled.refuse(field, message)
        return await _page(request, profile=filled)
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


async def _page(request: Request, **typed: forms.Filled[Any]) -> Response:
    person = await _own(request)
    context = {
        "person": person,
        "card": await queries.card(person.id),
        "profile": forms.blank(
            name=person.name, handle=person.handle, bio=person.bio, language=person.language, zone=person.zone
        ),
        "zones": zones(),
        **typed,
    }
    return await pages.page(request, PAGE, context, status=422 if typed else 200)


async def _own(request: Request) -> Person:
    person = await queries.by_id(int(request.state.viewer.id or 0))
    if person is None:
        raise SignInNeeded()
    return person


routes = [
    get("/account", index, allow=members),
    post("/account", change, allow=members),
]
