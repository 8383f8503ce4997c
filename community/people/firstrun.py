"""The page of the first run."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.people import setup
from community.people.brand import sent_mark
from community.people.forms import SetupForm
from kernel import forms, i18n, pages, sessions
from kernel.errors import Missing, Problem
from kernel.i18n import gettext as _
from kernel.site import ACCENT
from kernel.viewer import everyone
from kernel.web import get, post

PAGE = "community/people/setup.html"


async def show(request: Request) -> Response:
    if not await setup.is_awaited():
        raise Missing()
    blank = forms.blank(accent=ACCENT, site_language=i18n.language.get(), code=request.query_params.get("code", ""))
    return await pages.page(request, PAGE, {"form": blank})


async def complete(request: Request) -> Response:
    if not await setup.is_awaited():
        raise Missing()
    filled = await forms.read(request, SetupForm)
    if not await setup.is_code(str(filled.values.get("code", ""))):
        filled.refuse("code", _("This is not the code that the terminal shows."))
    mark = await _mark(filled) if filled.ok else ""
    if not filled.ok:
        filled.values.pop("password", None)
        return await pages.page(request, PAGE, {"form": filled}, status=422)
    person = await setup.complete(filled.valid, mark=mark)
    return await sessions.begin(request, pages.see_other(request, "/"), person.id)


async def _mark(filled: forms.Filled[SetupForm]) -> str:
    """The mark that came along, once code and words are right; what is wrong with it stands in the form."""
    try:
        return await sent_mark(filled, owner=None)
    except Problem as error:
        filled.refuse("mark", error.message)
        return ""


routes = [get("/setup", show, allow=everyone), post("/setup", complete, allow=everyone, tokenless=True)]
