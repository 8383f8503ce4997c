"""For the product team: perks, their codes by number and never by text, who took them, names to answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.perks import actions, answers, imports, office, pool, queries, thanks, wording
from ambassadors.perks.cards import ClaimCard, PerkCard
from ambassadors.perks.forms import EndForm, ReasonForm
from ambassadors.perks.models import CODED, Gives, PerkCodeFile, Standing
from community.people import queries as people
from community.privacy import looks
from kernel import exports, forms, lists, pages
from kernel.errors import Conflict, Missing, Problem
from kernel.i18n import gettext as _
from kernel.viewer import editors
from kernel.web import get, number, post

HOME = "/team/perks"
PAGE = "ambassadors/perks/desk.html"
FILES = 5


async def index(request: Request) -> Response:
    """All perks, and the names that wait for an answer."""
    return await _index(request, forms.blank(), 0)


async def _index(request: Request, filled: forms.Filled[Any], wrong: int) -> Response:
    found = await queries.every(request.query_params.get("after"))
    waiting = await queries.waiting()
    names = await people.names([one.person_id for one in waiting])
    context = {
        "perks": [(one, _(wording.GIVES[one.gives]), wording.price(one.price)) for one in found.items],
        "waiting": [(one, names[one.person_id]) for one in waiting],
        "next": lists.with_query(request, after=found.after) if found.after else "",
        "kinds": office.kinds(),
        "form": filled,
        "wrong": wrong,
    }
    return await pages.page(request, "ambassadors/perks/office.html", context, status=422 if wrong else 200)


async def show(request: Request) -> Response:
    return await _page(request, await _perk(request))


async def _page(
    request: Request, perk: PerkCard, *, files: forms.Filled[Any] | None = None, ending: forms.Filled[Any] | None = None
) -> Response:
    """One perk: how it stands, its codes as counts, who took it."""
    found = await queries.takers(perk.id, request.query_params.get("after"))
    names = await people.names([one.person_id for one in found.items])
    await looks.saw(request.state.viewer, list(names), "perk")
    has_pool = perk.gives in CODED and not perk.is_common
    held, free = await pool.counts(perk.id) if has_pool else (0, 0)
    handed = await PerkCodeFile.filter(perk_id=perk.id).order_by("-id").limit(FILES) if has_pool else []
    context = {
        "perk": perk,
        "gives": _(wording.GIVES[perk.gives]),
        "price": wording.price(perk.price),
        "group": await wording.group(perk.audience),
        "lasts": wording.lasts(perk),
        "has_pool": has_pool,
        "held": held,
        "free": free,
        "handed": handed,
        "is_running": any(one.state == "running" for one in handed),
        "files": files or forms.blank(),
        "ending": ending or forms.blank(),
        "takers": [(one, names[one.person_id], wording.stands(one), _may_look(one)) for one in found.items],
        "next": lists.with_query(request, after=found.after) if found.after else "",
    }
    return await pages.page(request, PAGE, context, status=422 if files or ending else 200)


def _may_look(one: ClaimCard) -> bool:
    return one.gives in CODED and one.standing == Standing.USED


async def publish(request: Request) -> Response:
    perk = await _perk(request)
    return await _acted(request, perk, actions.publish(request.state.viewer, perk), _("It may be taken from now on."))


async def end(request: Request) -> Response:
    perk, filled = await _perk(request), await forms.read(request, EndForm)
    if not filled.ok and perk.published_at and not perk.ended_at:
        return await _page(request, perk, ending=filled)
    if not filled.ok:
        pages.said(request, _("It is over already."))
        return pages.see_other(request, f"{HOME}/{perk.id}")
    told = filled.valid
    act = actions.end(request.state.viewer, perk, reason=told.reason, recall=told.recall)
    return await _acted(request, perk, act, _("It is over; what was taken of it stands as you said."))


async def throw_away(request: Request) -> Response:
    perk = await _perk(request)
    try:
        await actions.throw_away(request.state.viewer, perk)
    except Conflict as error:
        pages.said(request, error.message)
        return pages.see_other(request, f"{HOME}/{perk.id}")
    pages.said(request, _("The draft is gone."))
    return pages.see_other(request, HOME)


async def hand_in(request: Request) -> Response:
    """A file of codes, read by the worker."""
    perk, filled = await _perk(request), await forms.read(request, forms.Form)
    if perk.gives not in CODED or perk.is_common:
        raise Missing()
    file = next(iter(filled.files.get("file", [])), None)
    if file is None:
        return await _page(request, perk, files=filled.refuse("file", _("Choose a file: CSV, with a column “code”.")))
    try:
        await imports.hand_in(request.state.viewer, perk.id, file)
    except Problem as problem:
        if problem.status != Problem.status:
            raise
        return await _page(request, perk, files=filled.refuse("file", problem.message))
    pages.said(request, _("The file is being read; reload this page in a moment."))
    return pages.see_other(request, f"{HOME}/{perk.id}#codes")


async def code(request: Request) -> Response:
    """Ask for one code, with the reason."""
    return await _code(request, await _claim(request), forms.blank())


async def look(request: Request) -> Response:
    """The one code that somebody asked help for: shown once, and its owner is told."""
    found, filled = await _claim(request), await forms.read(request, ReasonForm)
    if not filled.ok:
        return await _code(request, found, filled, status=422)
    try:
        shown = await answers.look(request.state.viewer, found, filled.valid.reason)
    except Conflict as error:
        return await _code(request, found, filled.refuse("reason", error.message), status=409)
    return await _code(request, found, forms.blank(), shown=shown)


async def _code(
    request: Request, found: ClaimCard, filled: forms.Filled[Any], *, shown: str = "", status: int = 200
) -> Response:
    owner = await people.card(found.person_id)
    await looks.saw(request.state.viewer, [found.person_id], "perk")
    context = {"claim": found, "owner": owner, "form": filled, "code": shown, "home": f"{HOME}/{found.perk_id}"}
    return await pages.page(request, "ambassadors/perks/code.html", context, status=status)


async def accept(request: Request) -> Response:
    found = await _claim(request, Gives.NAMING)
    return await _answered(request, answers.accept(request.state.viewer, found), _("The name is taken."))


async def decline(request: Request) -> Response:
    found, filled = await _claim(request, None), await forms.read(request, ReasonForm)
    if not filled.ok and found.standing == Standing.HELD:
        return await _index(request, filled, found.id)
    if not filled.ok:
        pages.said(request, _("This name is answered already."))
        return pages.see_other(request, HOME)
    act = answers.send_back(request.state.viewer, found, filled.valid.reason)
    return await _answered(request, act, _("It went back, and its owner is told."))


async def _answered(request: Request, act: Awaitable[None], said: str) -> Response:
    try:
        await act
        pages.said(request, said)
    except Conflict as error:
        pages.said(request, error.message)
    return pages.see_other(request, HOME)


async def _acted(request: Request, perk: PerkCard, act: Awaitable[None], said: str) -> Response:
    try:
        await act
        pages.said(request, said)
    except Conflict as error:
        pages.said(request, error.message)
    return pages.see_other(request, f"{HOME}/{perk.id}")


async def names(request: Request) -> Response:
    """The names that stand with a release, as a file: names alone."""
    perk = await _perk(request)
    if perk.gives not in (Gives.RELEASE, Gives.NAMING):
        raise Missing()

    async def batches() -> AsyncIterator[Sequence[Sequence[str]]]:
        if perk.gives == Gives.RELEASE:
            yield [(one.name, "") for one in (await thanks.named([perk.id])).get(perk.id, [])]
        else:
            yield [(one.name, words) for words, one in await thanks.accepted(perk.id)]

    pieces = exports.csv_stream(["name", "words"], batches(), personal=["name"])
    return exports.attachment(pieces, name=f"{perk.slug}-names.csv", media_type="text/csv")


async def _perk(request: Request) -> PerkCard:
    return await queries.by_id(number(request))


async def _claim(request: Request, gives: Gives | None = Gives.CODE) -> ClaimCard:
    """A claim by number, of the kind that the address is about."""
    found = await queries.claim(number(request))
    fits = found.gives in CODED if gives == Gives.CODE else gives is None or found.gives == gives
    if not fits:
        raise Missing()
    return found


routes = [
    get("/team/perks", index, allow=editors),
    *office.routes,
    get("/team/perks/{id}", show, allow=editors),
    post("/team/perks/{id}/publication", publish, allow=editors),
    post("/team/perks/{id}/end", end, allow=editors),
    post("/team/perks/{id}/removal", throw_away, allow=editors),
    post("/team/perks/{id}/codes", hand_in, allow=editors),
    get("/team/perks/{id}/names.csv", names, allow=editors),
    get("/team/perks/claims/{id}/code", code, allow=editors),
    post("/team/perks/claims/{id}/code", look, allow=editors),
    post("/team/perks/claims/{id}/acceptance", accept, allow=editors),
    post("/team/perks/claims/{id}/return", decline, allow=editors),
]
