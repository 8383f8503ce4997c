"""The team's page of invitations."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import masking
from community.providers import invitations
from community.providers.forms import InvitationForm
from community.providers.settings import sign_up
from kernel import clock, forms, lists, pages
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import managers
from kernel.web import get, number, post

HERE = "/team/invitations"


async def index(request: Request) -> Response:
    return await _page(request, forms.blank(most=1, days=14))


async def make(request: Request) -> Response:
    """A new link, shown on this answer and never again; one for an address is on its way there."""
    filled = await forms.read(request, InvitationForm)
    if not filled.ok:
        return await _page(request, filled, status=422)
    typed = filled.valid
    word = await invitations.make(
        request.state.viewer, label=typed.label, email=typed.email or "", most=typed.most, days=typed.days
    )
    if typed.email:
        pages.said(request, _("The invitation is on its way to %(email)s.") % {"email": typed.email})
        return pages.see_other(request, HERE)
    url = f"{the_house().settings.base_url.rstrip('/')}/sign-up?invitation={word}"
    return await _page(request, forms.blank(most=1, days=14), url=url)


async def revoke(request: Request) -> Response:
    await invitations.revoke(request.state.viewer, number(request))
    pages.said(request, _("That invitation opens nothing any more."))
    return pages.see_other(request, HERE)


async def _page(request: Request, form: forms.Filled[Any], *, status: int = 200, url: str = "") -> Response:
    found = await invitations.listing(request.query_params.get("after"))
    context = {
        "form": form,
        "url": url,
        "mode": sign_up().sign_up,
        "invitations": [{**row, "email": masking.email(row["email"])} for row in found.items],
        "came": await invitations.came_by([row["id"] for row in found.items]),
        "now": clock.now(),
        "more": lists.with_query(request, after=found.after) if found.after else "",
    }
    return await pages.page(request, "community/providers/invitations.html", context, status=status)


routes = [
    get(HERE, index, allow=managers),
    post(HERE, make, allow=managers),
    post(f"{HERE}/{{id}}/revocation", revoke, allow=managers),
]
