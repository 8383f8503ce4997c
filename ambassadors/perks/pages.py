"""The shop of perks, one perk with the button that takes it, and what one took."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.perks import claims, pool, queries, rules, thanks, wording
from ambassadors.perks.cards import ClaimCard, PerkCard
from ambassadors.perks.claims import Asked
from ambassadors.perks.forms import TakeForm
from ambassadors.perks.models import CODED, KINDS, Gives, Standing
from ambassadors.points import queries as points
from community.meetings import queries as meetings
from community.people import queries as people
from kernel import clock, forms, lists, pages
from kernel.errors import Conflict, Invalid
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post

PERK = "ambassadors/perks/perk.html"


async def index(request: Request) -> Response:
    """Everything that may be had, in the three currencies."""
    viewer: Viewer = request.state.viewer

    async def build() -> dict[str, Any]:
        return {"columns": columns(await queries.open_to(viewer)), "may_keep": rules.may_keep(viewer)}

    return await pages.shared(request, "ambassadors/perks/index.html", build, extra=_minute())


def _minute() -> str:
    """Perks open and close by the clock: a page that is kept is as old as a minute."""
    return clock.now().strftime("%H:%M")


def columns(found: list[PerkCard]) -> list[dict[str, Any]]:
    """Perks by kind, in three columns."""
    return [
        {
            "kind": kind.value,
            "title": _(wording.KINDS[kind]),
            "perks": [(one, wording.price(one.price), wording.left(one)) for one in found if one.kind == kind],
        }
        for kind in KINDS
    ]


async def show(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    perk = await queries.find(viewer, request.path_params["slug"])
    if viewer.is_member:
        return await _page(request, perk, forms.blank())

    async def build() -> dict[str, Any]:
        return {**await _told(viewer, perk), "form": forms.blank()}

    return await pages.shared(request, PERK, build, extra=_minute())


async def take(request: Request) -> Response:
    """Take it; what was typed comes back where something is wrong, and nothing was taken from anybody's points."""
    viewer: Viewer = request.state.viewer
    perk = await queries.find(viewer, request.path_params["slug"])
    filled = await forms.read(request, TakeForm)
    if not filled.ok:
        return await _page(request, perk, filled, status=422)
    told = filled.valid
    try:
        made = await claims.take(viewer, perk, Asked(had=told.had, words=told.words, idea_id=told.idea))
    except Invalid as error:
        for name, message in error.detail["errors"].items():
            filled.refuse(name, message)
        return await _page(request, perk, filled, status=422)
    except Conflict as error:
        return await _page(request, perk, filled.refuse("take", error.message), status=409)
    pages.said(request, _("It is yours: %(name)s.") % {"name": perk.name})
    return pages.see_other(request, f"/account/perks/{made}")


async def _page(request: Request, perk: PerkCard, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    free = (await points.balance(int(viewer.id or 0))).free
    had = await queries.standing_of(perk.id, viewer.id)
    groups = await queries.groups(perk.audience)
    why = rules.refusal(viewer, perk, clock.now(), groups=groups, had=had, free=free)
    if why is None and perk.left == 0:
        why = rules.Refusal.GONE
    context = {
        **await _told(viewer, perk),
        "form": filled,
        "had": had,
        "free": free,
        "refused": wording.refused(why, perk) if why else "",
        "may_take": why is None,
        "ideas": await thanks.shipped_with(viewer) if perk.gives == Gives.THANKS and why is None else [],
        "mine": [(one, wording.stands(one)) for one in await queries.of_perk(viewer, perk.id)],
    }
    return await pages.page(request, PERK, context, status=status)


async def _told(viewer: Viewer, perk: PerkCard) -> dict[str, Any]:
    """What everybody reads of a perk."""
    shown = await meetings.cards(viewer, [perk.meeting_id]) if perk.meeting_id else {}
    return {
        "perk": perk,
        "kind": _(wording.KINDS[perk.kind]),
        "gives": _(wording.GIVES[perk.gives]),
        "does": _(wording.DOES[perk.gives]),
        "price": wording.price(perk.price),
        "left": wording.left(perk),
        "lasts": wording.lasts(perk),
        "group": await wording.group(perk.audience),
        "meeting": next(iter(shown.values()), None),
        "given": await thanks.accepted(perk.id) if perk.gives == Gives.NAMING else [],
        "named": (await thanks.named([perk.id])).get(perk.id, []) if perk.gives == Gives.RELEASE else [],
        "may_keep": rules.may_keep(viewer),
    }


async def mine(request: Request) -> Response:
    """What one took, the last first."""
    viewer: Viewer = request.state.viewer
    found = await queries.taken_by(int(viewer.id or 0), request.query_params.get("after"))
    context = {
        "claims": [(one, wording.stands(one)) for one in found.items],
        "next": lists.with_query(request, after=found.after) if found.after else "",
    }
    return await pages.page(request, "ambassadors/perks/mine.html", context)


async def claim(request: Request) -> Response:
    """One of them, with its code where it was looked at."""
    viewer: Viewer = request.state.viewer
    found = await queries.own(viewer, number(request))
    shown = await meetings.cards(viewer, [found.meeting_id]) if found.meeting_id else {}
    looks = await queries.looks(found.id)
    names = await people.names([one["by_id"] for one in looks])
    context = {
        "claim": found,
        "stands": wording.stands(found),
        "gives": _(wording.GIVES[found.gives]),
        "does": _(wording.DOES[found.gives]),
        "went": _(wording.WENT[found.why]) if found.standing == Standing.BACK else "",
        "price": wording.price(found.points),
        "code": await pool.code_of(found.id) if _is_open(found) else "",
        "is_coded": found.gives in CODED,
        "may_give_back": rules.may_give_back(viewer, found, clock.now()),
        "meeting": next(iter(shown.values()), None),
        "looks": [(names[one["by_id"]], one["at"], one["reason"]) for one in looks],
    }
    return await pages.page(request, "ambassadors/perks/claim.html", context)


def _is_open(found: ClaimCard) -> bool:
    return found.gives in CODED and found.standing == Standing.USED and not found.is_over


async def look(request: Request) -> Response:
    """Open the seal: the code is shown and sent."""
    viewer: Viewer = request.state.viewer
    found = await queries.own(viewer, number(request))
    try:
        await claims.look(viewer, found)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Here is your code; we have sent it to you as well."))
    return pages.see_other(request, found.url)


async def give_back(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    found = await queries.own(viewer, number(request))
    try:
        await claims.give_back(viewer, found)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Given back. Your points are free again."))
    return pages.see_other(request, found.url)


routes = [
    get("/perks", index, allow=everyone),
    get("/perks/{slug}", show, allow=everyone),
    post("/perks/{slug}/claim", take, allow=members),
    get("/account/perks", mine, allow=members),
    get("/account/perks/{id}", claim, allow=members),
    post("/account/perks/{id}/code", look, allow=members),
    post("/account/perks/{id}/return", give_back, allow=members),
]
