"""The pages of going: what becomes of each kind, the word that it is meant, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.privacy import known, leaving
from community.privacy.forms import ErasureForm
from community.privacy.models import Ending
from kernel import api, clock, forms, pages, sessions
from kernel.errors import Conflict, Forbidden
from kernel.features import Audience
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import STRANGER, members
from kernel.web import get, post

OPEN = ("/account/leaving", "/sign-out", "/static/", "/brand.", "/mark.", "/language/", "/account/proof", "/sign-in/")


async def index(request: Request) -> Response:
    """What one chooses, before the form that cannot be taken back is shown at all."""
    return await _page(request, forms.blank(votes="withdraw", ideas="keep", talk="keep", designs="keep"))


async def close(request: Request) -> Response:
    """Close the account; the page that answers is the last one of this browser."""
    filled = await forms.read(request, ErasureForm)
    if filled.data is not None and not filled.valid.sure:
        filled.refuse("sure", _("Say that you mean it."))
    if filled.ok:
        try:
            chosen = filled.valid.model_dump(exclude={"sure"})
            made = await leaving.close(request.state.viewer, choices=chosen)
        except Conflict as error:
            filled.refuse("sure", error.message)
        else:
            request.state.viewer = STRANGER  # the page says that they are signed out, and so does its head
            context = {"day": made.due_at}
            return await sessions.end(request, await pages.page(request, "community/privacy/closed.html", context))
    return await _page(request, filled, status=422)


async def _page(request: Request, form: Filled[Any], *, status: int = 200) -> Response:
    person = await known.own(request)
    context = {
        "person": person,
        "form": form,
        "given": await leaving.given(person.id),
        "obligations": await leaving.obligations(person.id),
        "day": clock.now() + leaving.UNDO,
    }
    return await pages.page(request, "community/privacy/erasure.html", context, status=status)


async def waiting(request: Request) -> Response:
    """The one page of an account that is closed."""
    found = await leaving.of(int(request.state.viewer.id or 0))
    if found is None or found.state != Ending.CLOSED:
        return RedirectResponse("/account/data", status_code=303)
    return await pages.page(request, "community/privacy/waiting.html", {"erasure": found, "name": found.kept["name"]})


async def undo(request: Request) -> Response:
    await leaving.undo(request.state.viewer)
    pages.said(request, _("Welcome back. Everything is as it was."))
    return pages.see_other(request, "/account")


async def gate(request: Request) -> Response | None:
    """Who has closed their account sees the page of the way back and nothing else; a program is told so."""
    path = request.scope["path"]
    if leaving.LEAVING not in request.state.viewer.audiences or path.startswith(OPEN):
        return None
    if path.startswith("/api/"):
        return api.problem(Forbidden(_("This account is closed.")))
    return RedirectResponse("/account/leaving", status_code=303)


async def _names(row: Mapping[str, Any]) -> set[str]:
    return {leaving.LEAVING} if row["leaving_state"] == Ending.CLOSED.value else set()


async def _choices() -> list[tuple[str, str]]:
    """No door is opened to them."""
    return []


audiences: Sequence[Audience] = [
    Audience(
        leaving.LEAVING,
        _names,
        _choices,
        columns="leaving.state AS leaving_state",
        joins="LEFT JOIN erasure leaving ON leaving.person_id = p.id",
    )
]
routes = [
    get("/account/erasure", index, allow=members, fresh=True),
    post("/account/erasure", close, allow=members, fresh=True),
    get("/account/leaving", waiting, allow=members),
    post("/account/leaving/undo", undo, allow=members),
]
