"""The team's desk of votes in doubt: groups, what was set aside, and objections."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from community.privacy import looks
from kernel import forms, lists, pages
from kernel.errors import Conflict
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, managers
from kernel.web import get, number, post
from voting.honesty import actions, queries, rules, words
from voting.honesty.forms import AnswerForm, WhyForm

DESK = "/moderation/votes"
ASIDE, OBJECTIONS = f"{DESK}/set-aside", f"{DESK}/objections"
Decide = Callable[..., Awaitable[Any]]


async def index(request: Request) -> Response:
    """Groups that nobody decided about."""
    listing = await queries.findings(request.query_params.get("after"))
    context = {
        "findings": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "shared": words.shared,
        "waiting": len(await queries.waiting()),
        "here": DESK,
    }
    return await pages.page(request, "voting/honesty/desk.html", context)


async def finding(request: Request) -> Response:
    return await _finding(request, forms.blank())


async def _finding(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    found, held = await queries.finding(number(request)), await queries.people_of(number(request))
    context = {
        "found": found,
        "lines": words.shared(found["reasons"], found["told"]),
        "things": await queries.shared_things(found["id"]),
        "people": await _cards(request.state.viewer, held),
        "may": rules.may_decide(request.state.viewer, held),
        "form": filled,
        "here": f"{DESK}/{found['id']}",
        "desk": DESK,
    }
    return await pages.page(request, "voting/honesty/finding.html", context, status=status)


async def _cards(viewer: Viewer, held: list[int]) -> list[Any]:
    await looks.saw(viewer, held, "signals")
    cards = await people.names(held)
    return [cards[one] for one in held if one in cards]


async def quarantine(request: Request) -> Response:
    filled = await forms.read(request, WhyForm)
    if not filled.ok:
        return await _finding(request, filled, status=422)
    made = await actions.quarantine(request.state.viewer, number(request), why=filled.valid.why)
    pages.said(request, _("Set aside. Everybody concerned is told, and may object."))
    return pages.see_other(request, f"{ASIDE}/{made}")


async def leave(request: Request) -> Response:
    filled = await forms.read(request, WhyForm)
    if not filled.ok:
        return await _finding(request, filled, status=422)
    await actions.leave(request.state.viewer, number(request), why=filled.valid.why)
    pages.said(request, _("These votes are marked no more."))
    return pages.see_other(request, DESK)


async def set_aside(request: Request) -> Response:
    listing = await queries.quarantines(request.query_params.get("after"))
    context = {
        "acts": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "names": await people.names([act["by_id"] for act in listing.items]),
        "desk": DESK,
        "aside": ASIDE,
    }
    return await pages.page(request, "voting/honesty/set_aside.html", context)


async def act(request: Request) -> Response:
    return await _act(request, forms.blank())


async def _act(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    one = await queries.quarantine(number(request))
    held = await queries.people_of(one["id"], table="quarantine")
    context = {
        "act": one,
        "lines": words.shared(one["reasons"], one["told"]),
        "things": await queries.shared_things(one["id"], table="quarantine"),
        "people": await _cards(request.state.viewer, held),
        "names": await people.names([who for who in (one["by_id"], one["released_by_id"]) if who]),
        "may": rules.may_decide(request.state.viewer, held),
        "form": filled,
        "here": f"{ASIDE}/{one['id']}",
        "aside": ASIDE,
    }
    return await pages.page(request, "voting/honesty/act.html", context, status=status)


async def release(request: Request) -> Response:
    filled = await forms.read(request, WhyForm)
    if not filled.ok:
        return await _act(request, filled, status=422)
    await actions.release(request.state.viewer, number(request), why=filled.valid.why)
    pages.said(request, _("Released: every one of these votes is what it was before."))
    return pages.see_other(request, f"{ASIDE}/{number(request)}")


async def objections(request: Request) -> Response:
    waiting = await queries.waiting()
    viewer: Viewer = request.state.viewer
    context = {
        "waiting": [
            (one, rules.may_answer(viewer, one["person_id"], one["set_aside_by"])) for one in waiting if one["title"]
        ],
        "names": await people.names([one["person_id"] for one in waiting]),
        "desk": DESK,
        "here": OBJECTIONS,
    }
    return await pages.page(request, "voting/honesty/objections.html", context)


async def objection(request: Request) -> Response:
    return await _objection(request, forms.blank())


async def _objection(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    one = await queries.objection(number(request))
    await looks.saw(request.state.viewer, [one["person_id"]], "signals")
    context = {
        "one": one,
        "names": await people.names([who for who in (one["person_id"], one["set_aside_by"], one["by_id"]) if who]),
        "may": rules.may_answer(request.state.viewer, one["person_id"], one["set_aside_by"]),
        "reasons": words.reasons(one["reasons"] or ""),
        "state": words.state,
        "form": filled,
        "back": OBJECTIONS,
        "here": f"{OBJECTIONS}/{one['id']}",
    }
    return await pages.page(request, "voting/honesty/answer.html", context, status=status)


async def answer(request: Request) -> Response:
    filled = await forms.read(request, AnswerForm)
    if filled.ok:
        said = filled.valid
        try:
            upheld = said.verdict == "upheld"
            await actions.answer(request.state.viewer, number(request), is_upheld=upheld, words=said.words)
        except Conflict as error:
            filled.refuse("words", error.message)
    if not filled.ok:
        return await _objection(request, filled, status=422)
    pages.said(request, _("Answered; they are told."))
    return pages.see_other(request, OBJECTIONS)


routes = [
    get(DESK, index, allow=managers),
    get(ASIDE, set_aside, allow=managers),
    get(ASIDE + "/{id}", act, allow=managers),
    post(ASIDE + "/{id}/release", release, allow=managers),
    get(OBJECTIONS, objections, allow=managers),
    get(OBJECTIONS + "/{id}", objection, allow=managers),
    post(OBJECTIONS + "/{id}/answer", answer, allow=managers),
    get(DESK + "/{id}", finding, allow=managers),
    post(DESK + "/{id}/quarantine", quarantine, allow=managers),
    post(DESK + "/{id}/clearance", leave, allow=managers),
]
