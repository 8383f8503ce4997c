"""For the product team: campaigns, how far those go who are invited, and the cases that a person should look at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.points import queries as points
from ambassadors.points import rulebook
from ambassadors.referrals import actions, deciding, queries, rules
from ambassadors.referrals.actions import Terms
from ambassadors.referrals.forms import CampaignForm, ReasonForm
from ambassadors.referrals.models import Campaign, Referral, State, Why
from community.privacy import looks
from kernel import audiences, clock, forms, lists, pages, site
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import MEMBERS, Viewer, editors
from kernel.web import get, number, post
from voting.value.cells import precision

STATES = {
    State.JOINED: mark("Account open"),
    State.ORDERED: mark("Order in its return window"),
    State.REWARDED: mark("Reward given"),
    State.REVERSED: mark("Points taken back"),
    State.LAPSED: mark("Over without an order"),
    State.REFUSED: mark("Does not count"),
}
WHY = {
    Why.SELF: mark("the same letter box under another spelling"),
    Why.HOUSEHOLD: mark("one household with whoever invited"),
    Why.CUSTOMER: mark("there was an order before"),
    Why.KNOWN: mark("there was another account before"),
    Why.STAFF: mark("decided by the team"),
    Why.TIME: mark("no order in time"),
    Why.REFUND: mark("what was bought went back"),
    Why.LIMIT: mark("beyond the month’s limit of whoever invited"),
    Why.BUDGET: mark("waits for points in the month’s budget"),
    Why.GONE: mark("whoever invited is no longer here"),
}


async def index(request: Request) -> Response:
    """All campaigns with how far people went."""
    found = await queries.campaigns()
    context = {
        "campaigns": found,
        "funnels": await queries.funnels(found),
        "now": clock.now(),
        **await _money(),
    }
    return await pages.page(request, "ambassadors/referrals/campaigns.html", context)


async def _money() -> dict[str, Any]:
    """Whether anything can be given at all: a rule of the points that pays, and what is left of the month."""
    rule = await rulebook.in_force(deciding.EARNING)
    pays = rule is not None and rule.amount > 0
    return {"pays": pays, "cap": rule.month_cap if rule else None, "left": (await points.month()).left}


async def new(request: Request) -> Response:
    blank = forms.blank(
        audience=MEMBERS, inviter_points=100, invited_points=100, return_days=30, order_days=90, least="0", monthly=10
    )
    blank.values["opens_on"] = clock.today().isoformat()
    return await _form(request, blank)


async def make(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, CampaignForm)
    if filled.ok:
        try:
            made = await actions.open_campaign(viewer, await _terms(filled.valid))
        except Invalid as error:
            filled.refuse("audience", error.message)
        else:
            pages.said(request, _("The campaign is there. Its members find their link under “Invite a friend”."))
            return pages.see_other(request, f"/team/referrals/{made.id}")
    return await _form(request, filled, status=422)


async def show(request: Request) -> Response:
    """One campaign: the way people went, and each referral with what stands against it."""
    viewer: Viewer = request.state.viewer
    campaign = await queries.campaign(viewer, number(request))
    return await _show(request, campaign)


async def _show(request: Request, campaign: Campaign, *, wrong: int = 0, form: Any = None) -> Response:
    state = request.query_params.get("state", "")
    found = await queries.listing(
        request.state.viewer, campaign.id, state=state, after=request.query_params.get("after")
    )
    told = {row[name] for row in found.items for name in ("person_id", "inviter_id") if row[name]}
    await looks.saw(request.state.viewer, sorted(told), "referrals")
    here = f"/team/referrals/{campaign.id}"
    context = {
        "campaign": campaign,
        "funnel": (await queries.funnels([campaign])).get(campaign.id, queries.Funnel()),
        "is_open": rules.is_open(campaign),
        "referrals": found.items,
        "more": lists.with_query(request, after=found.after) if found.after else "",
        "tabs": [(here, _("All"), not state)]
        + [(f"{here}?state={one.value}", _(label), state == one.value) for one, label in STATES.items()],
        "states": {one.value: _(label) for one, label in STATES.items()},
        "why": {one.value: _(label) for one, label in WHY.items()},
        "wrong": wrong,
        "form": form or forms.blank(),
        **await _money(),
    }
    return await pages.page(request, "ambassadors/referrals/campaign.html", context, status=422 if wrong else 200)


async def edit(request: Request) -> Response:
    campaign = await queries.campaign(request.state.viewer, number(request))
    told = actions.terms_of(campaign)
    values = {name: getattr(told, name) for name in Terms.__dataclass_fields__}
    values |= {"opens_on": told.opens_on.isoformat(), "ends_on": told.ends_on.isoformat() if told.ends_on else ""}
    values["least"] = str(Decimal(told.least).scaleb(-(precision(campaign.currency) or 0)))
    return await _form(request, forms.blank(**values), campaign=campaign)


async def change(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    campaign = await queries.campaign(viewer, number(request))
    filled = await forms.read(request, CampaignForm)
    if filled.ok:
        try:
            await actions.change(viewer, campaign, await _terms(filled.valid))
        except Invalid as error:
            filled.refuse("audience", error.message)
        else:
            pages.said(request, _("Saved. It holds for those who come from now on."))
            return pages.see_other(request, f"/team/referrals/{campaign.id}")
    return await _form(request, filled, campaign=campaign, status=422)


async def end(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    campaign = await queries.campaign(viewer, number(request))
    try:
        await actions.end(viewer, campaign)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("It is over. What was promised to those who came is kept."))
    return pages.see_other(request, f"/team/referrals/{campaign.id}")


async def clear(request: Request) -> Response:
    return await _decided(request, actions.clear, _("Noted. It counts if the order does."))


async def refuse(request: Request) -> Response:
    return await _decided(request, actions.refuse, _("Noted. It does not count, and what it gave went back."))


async def _decided(request: Request, act: Callable[..., Awaitable[None]], said: str) -> Response:
    viewer: Viewer = request.state.viewer
    kept = await Referral.get_or_none(id=number(request))
    if kept is None:
        raise Missing()
    campaign = await queries.campaign(viewer, kept.campaign_id)
    filled = await forms.read(request, ReasonForm)
    if not filled.ok:
        return await _show(request, campaign, wrong=kept.id, form=filled)
    try:
        await act(viewer, kept.id, reason=filled.valid.reason)
    except (Conflict, Forbidden) as error:
        return await _show(request, campaign, wrong=kept.id, form=filled.refuse("reason", error.message))
    pages.said(request, said)
    return pages.see_other(request, f"/team/referrals/{campaign.id}")


async def _terms(told: CampaignForm) -> Terms:
    currency = (await site.current()).currency
    least = int(told.least.scaleb(precision(currency) or 0).to_integral_value())
    return Terms(**{**told.model_dump(), "least": least})


async def _form(
    request: Request, filled: forms.Filled[Any], *, campaign: Campaign | None = None, status: int = 200
) -> Response:
    context = {
        "form": filled,
        "campaign": campaign,
        "audiences": [(MEMBERS, _("All members")), *await audiences.choices()],
        "is_promised": campaign is not None and await Referral.exists(campaign_id=campaign.id),
        "currency": (await site.current()).currency,
    }
    return await pages.page(request, "ambassadors/referrals/terms.html", context, status=status)


routes = [
    get("/team/referrals", index, allow=editors),
    post("/team/referrals", make, allow=editors),
    get("/team/referrals/new", new, allow=editors),
    get("/team/referrals/{id}", show, allow=editors),
    get("/team/referrals/{id}/terms", edit, allow=editors),
    post("/team/referrals/{id}/terms", change, allow=editors),
    post("/team/referrals/{id}/end", end, allow=editors),
    post("/team/referrals/{id}/clearing", clear, allow=editors),
    post("/team/referrals/{id}/refusal", refuse, allow=editors),
]
