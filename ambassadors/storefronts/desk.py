"""For the product team: what is gathered for each design, by size and never by whom, and who is owed what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import offers, queries, royalties, rules
from ambassadors.storefronts.forms import PaymentForm, ReasonForm
from ambassadors.storefronts.queries import Offered
from ambassadors.storefronts.settings import ShopSettings
from community.people import queries as people
from community.privacy import looks
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, editors
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """Every offer, those to decide on first."""
    viewer: Viewer = request.state.viewer
    context = {
        "offers": [
            {
                "offer": offer,
                "card": card,
                "sizes": sizes,
                "may_extend": rules.may_extend(viewer, offer),
                "may_release": rules.may_release(viewer, offer),
                "may_make": rules.may_make(viewer, offer),
            }
            for offer, card, sizes in await queries.all_offers()
        ],
        "extension": ShopSettings().offer_extension_days,
    }
    return await pages.page(request, "ambassadors/storefronts/offers.html", context)


async def extend(request: Request) -> Response:
    async def act(viewer: Viewer, offer: Offered, reason: str) -> str:
        await offers.extend(viewer, offer, reason=reason)
        return _("It has more time, and everybody who pre-ordered is told.")

    return await _decided(request, act)


async def release(request: Request) -> Response:
    async def act(viewer: Viewer, offer: Offered, reason: str) -> str:
        await offers.release(viewer, offer, reason=reason)
        return _("Let go, and everybody who pre-ordered is told.")

    return await _decided(request, act)


async def make(request: Request) -> Response:
    async def act(viewer: Viewer, offer: Offered, reason: str) -> str:
        await offers.make(viewer, offer)
        return _("It goes into production, and everybody who pre-ordered is told.")

    return await _decided(request, act)


async def _decided(request: Request, act: Callable[[Viewer, Offered, str], Awaitable[str]]) -> Response:
    filled = await forms.read(request, ReasonForm)
    offer = await queries.offer(number(request))
    try:
        pages.said(request, await act(request.state.viewer, offer, filled.data.reason if filled.data else ""))
    except Conflict as error:
        pages.said(request, error.message)
    return pages.see_other(request, "/team/offers")


async def owed(request: Request) -> Response:
    """Who is owed what."""
    return await _owed(request, {})


async def pay(request: Request) -> Response:
    """Note a payment that was made."""
    person = await people.by_id(number(request))
    if person is None:
        raise Missing()
    filled = await forms.read(request, PaymentForm)
    if not filled.ok:
        return await _owed(request, {person.id: filled})
    told = filled.valid
    try:
        await royalties.pay(
            request.state.viewer, person.id, currency=told.currency, amount=told.amount, reference=told.reference
        )
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The payment to %(name)s is noted.") % {"name": person.name})
    return pages.see_other(request, "/team/royalties")


async def _owed(request: Request, typed: dict[int, forms.Filled[PaymentForm]]) -> Response:
    found = await royalties.owed()
    await looks.saw(request.state.viewer, [one.person_id for one in found], "royalties")
    context = {
        "owed": [one for one in found if one.amount > 0],
        "even": [one for one in found if one.amount <= 0],
        "form": next(iter(typed.values()), forms.blank()),
        "wrong": next(iter(typed), 0),
    }
    page = "ambassadors/storefronts/owed.html"
    return await pages.page(request, page, context, status=422 if typed else 200)


routes = [
    get("/team/offers", index, allow=editors),
    post("/team/offers/{id}/extension", extend, allow=editors),
    post("/team/offers/{id}/release", release, allow=editors),
    post("/team/offers/{id}/production", make, allow=editors),
    get("/team/royalties", owed, allow=editors),
    post("/team/royalties/{id}/payment", pay, allow=editors),
]
