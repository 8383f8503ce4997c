"""A member's own page: their links, what came of them, a letter to a friend, and how they came themselves."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.points import calendar, rulebook
from ambassadors.referrals import actions, codes, deciding, letters, queries
from ambassadors.referrals.forms import LetterForm, NameForm
from kernel import forms, i18n, lists, pages
from kernel.errors import Invalid, Missing
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post

HERE = "/account/referrals"


async def index(request: Request) -> Response:
    return await _page(request)


async def make(request: Request) -> Response:
    """Make one's link in a campaign."""
    viewer: Viewer = request.state.viewer
    await codes.make(viewer, await queries.invitable(viewer, number(request)))
    return pages.see_other(request, f"{HERE}#campaign-{number(request)}")


async def write(request: Request) -> Response:
    """A letter to a friend. What is said is the same whether it goes or not."""
    viewer: Viewer = request.state.viewer
    campaign = await queries.invitable(viewer, number(request))
    filled = await forms.read(request, LetterForm)
    if not filled.ok:
        return await _page(request, typed={campaign.id: filled})
    told = filled.valid
    try:
        await letters.send(viewer, campaign, told.email, lang=told.letter_lang, remind=told.remind)
    except Invalid as error:
        return await _page(request, typed={campaign.id: filled.refuse("email", error.message)})
    pages.said(
        request,
        _("The letter is on its way, unless this address has an account, was written to lately, or wants no letters."),
    )
    return pages.see_other(request, f"{HERE}#campaign-{campaign.id}")


async def name(request: Request) -> Response:
    """Whether the one who invited may see one's name."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, NameForm)
    shows = bool(filled.data and filled.data.shows_name)
    await actions.show_name(viewer, shows=shows)
    pages.said(request, _("Your name is shown to them.") if shows else _("You are a number to them again."))
    return pages.see_other(request, f"{HERE}#came")


async def _page(request: Request, *, typed: dict[int, forms.Filled[Any]] | None = None) -> Response:
    viewer: Viewer = request.state.viewer
    owned, came = await queries.owned(viewer), await queries.came(viewer)
    if not owned and came is None and not viewer.is_member:
        raise Missing()
    named = await queries.named(viewer, request.query_params.get("after"))
    rule = await rulebook.in_force(deciding.EARNING)
    context = {
        "owned": owned,
        "came": came,
        "named": named.items,
        "more": lists.with_query(request, after=named.after) if named.after else "",
        "typed": typed or {},
        "form": next(iter((typed or {}).values()), forms.blank()),
        "blank": forms.blank(letter_lang=i18n.language.get(), remind=True),
        "words": {one.campaign.id: queries.words(one.campaign) for one in owned},
        "base": the_house().settings.base_url.rstrip("/"),
        "pays": rule is not None and rule.amount > 0,
        "month": calendar.this_month(),
    }
    return await pages.page(request, "ambassadors/referrals/mine.html", context, status=422 if typed else 200)


routes = [
    get(HERE, index, allow=members),
    post("/account/referrals/{id}/link", make, allow=members),
    post("/account/referrals/{id}/letter", write, allow=members),
    post("/account/referrals/name", name, allow=members),
]
