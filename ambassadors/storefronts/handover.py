"""For the product team: where designs are bought in the brand's own shop, and what that shop reported last."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import addresses, orders, shopping
from ambassadors.storefronts.forms import LinkForm
from ambassadors.storefronts.settings import ShopSettings
from kernel import forms, pages
from kernel.i18n import gettext as _
from kernel.viewer import editors
from kernel.web import get, post

DESK = "/team/shop"


async def show(request: Request) -> Response:
    return await _page(request, forms.blank(link=await shopping.pattern()))


async def lead(request: Request) -> Response:
    """Another address, tried on an example before anybody follows it."""
    form = await forms.read(request, LinkForm)
    if not form.ok:
        return await _page(request, form, status=422)
    await shopping.lead_to(request.state.viewer, form.valid.link)
    pages.said(request, _("Saved."))
    return pages.see_other(request, DESK)


async def _page(request: Request, form: forms.Filled[Any], *, status: int = 200) -> Response:
    pattern = await shopping.pattern()
    context = {
        "form": form,
        "example": addresses.filled(pattern, 12, "42", "ben"),
        "signed": bool(ShopSettings().shop_secret),
        "reported": await orders.latest(),
    }
    return await pages.page(request, "ambassadors/storefronts/handover.html", context, status=status)


routes = [get(DESK, show, allow=editors), post(DESK, lead, allow=editors)]
