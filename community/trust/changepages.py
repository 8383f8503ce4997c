"""A change of one's own that waits to be read: what stands there, what would, and the way to take it back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.trust import changes, sides
from kernel import pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, number, post


async def change(request: Request) -> Response:
    """What stands there now and the new words, side by side, for their author."""
    await changes.of_author(request.state.viewer, number(request))
    found = await sides.one(number(request))
    if found is None:
        raise Missing()
    context = {"change": found, "sides": sides.compared(found)}
    return await pages.page(request, "community/trust/change.html", context)


async def take_back(request: Request) -> Response:
    """Want the change no more."""
    found = await sides.one(number(request))
    try:
        await changes.take_back(request.state.viewer, number(request))
    except Conflict as error:
        pages.said(request, error.message)
        return pages.see_other(request, changes.address(number(request)))
    pages.said(request, _("Taken back: it stays as it was."))
    return pages.see_other(request, found.url if found and found.url else "/account/standing")


routes = [
    get("/account/changes/{id}", change, allow=members),
    post("/account/changes/{id}/withdrawal", take_back, allow=members),
]
