"""The browsers in which one is signed in, and signing out of one or of all."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.identity import queries
from community.people import keys
from kernel import pages, sessions
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, post

PAGE = "/account/devices"


async def index(request: Request) -> Response:
    """What each is and how it came in; never where it is."""
    browsers = [
        {**row, "by": _called(row["method"])} for row in await queries.browsers_of(int(request.state.viewer.id or 0))
    ]
    context = {"browsers": browsers, "here": sessions.digest(sessions.token_of(request))}
    return await pages.page(request, "community/identity/devices.html", context)


def _called(method: str) -> str:
    """What people call a way in that a wing above brought: it registers under "way-in.names" who knows."""
    return next((found for named in the_house().registered("way-in.names") if (found := named(method))), "")


async def end_session(request: Request) -> Response:
    """Sign out of one browser of the list, this one included."""
    known_as = request.path_params["session"]
    if known_as == sessions.digest(sessions.token_of(request)):
        return await sessions.end(request, pages.see_other(request, "/"))
    await keys.end_session(request.state.viewer, known_as=known_as)
    pages.said(request, _("That browser has been signed out."))
    return pages.see_other(request, PAGE)


async def end_elsewhere(request: Request) -> Response:
    await keys.end_elsewhere(request.state.viewer, session=sessions.token_of(request))
    pages.said(request, _("Every other browser has been signed out."))
    return pages.see_other(request, PAGE)


routes = [
    get(PAGE, index, allow=members),
    post("/account/sessions/end", end_elsewhere, allow=members),
    post("/account/sessions/{session}/end", end_session, allow=members),
]
