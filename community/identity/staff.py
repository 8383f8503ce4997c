"""Where a site asks for it, the team works only with two proofs: whoever has one is led to set up another."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.identity import account, queries, settings
from kernel import api
from kernel.errors import Forbidden
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

OPEN = ("/account", "/sign-out", "/sign-in", "/static/", "/brand.", "/pictures/", "/language/", "/recovery")
"""What answers meanwhile: one's own account, and leaving."""


async def gate(request: Request) -> Response | None:
    viewer: Viewer = request.state.viewer
    if not viewer.is_staff or settings.current().staff_second_factor == "off" or request.scope["path"].startswith(OPEN):
        return None
    if await queries.has_second_factor(int(viewer.id or 0)):
        return None
    if request.scope["path"].startswith("/api/"):
        return api.problem(Forbidden(_("Your role asks for a second step; set one up first.")))
    return RedirectResponse(account.STEP, status_code=303)
