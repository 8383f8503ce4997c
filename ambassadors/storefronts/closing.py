"""A shop closes and opens again: what becomes of its links and its pre-orders is said before."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import actions, queries
from ambassadors.storefronts.forms import ClosingForm
from ambassadors.storefronts.models import Shop
from kernel import forms, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, post

PAGE = "ambassadors/storefronts/closing.html"
SHOP = "/account/shop"


async def ask(request: Request) -> Response:
    """What closing means, and what is to become of the pre-orders."""
    return await _page(request, await _open_shop(request), forms.blank(gathered="kept"))


async def close(request: Request) -> Response:
    found, filled = await _open_shop(request), await forms.read(request, ClosingForm)
    if not filled.ok:
        return await _page(request, found, filled, status=422)
    await actions.close(request.state.viewer, found, release=filled.valid.gathered == "released")
    pages.said(request, _("Your shop is closed."))
    return pages.see_other(request, SHOP)


async def reopen(request: Request) -> Response:
    found = await queries.shop_of(request.state.viewer.id)
    if found is None:
        raise Missing()
    await actions.reopen(request.state.viewer, found)
    pages.said(request, _("Your shop is open again, at the same address."))
    return pages.see_other(request, SHOP)


async def _open_shop(request: Request) -> Shop:
    found = await queries.shop_of(request.state.viewer.id)
    if found is None or found.closed_at is not None:
        raise Missing()
    return found


async def _page(request: Request, found: Shop, form: forms.Filled[ClosingForm], *, status: int = 200) -> Response:
    gathered = await queries.gathering_of(found.person_id)
    context = {
        "shop": found,
        "form": form,
        "designs": len(gathered),
        "pieces": sum(one.gathered for one in gathered),
        "url": f"/people/{request.state.viewer.handle}/shop",
    }
    return await pages.page(request, PAGE, context, status=status)


routes = [
    get("/account/shop/closure", ask, allow=members),
    post("/account/shop/closure", close, allow=members),
    post("/account/shop/reopening", reopen, allow=members),
]
