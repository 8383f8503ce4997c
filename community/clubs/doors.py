"""A club's door in the browser: joining, asking, taking back, leaving, and what hosts answer to those who ask."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import bans, charters, handover, head, joining, leaving, queries, requests, roster, rules
from community.clubs.doorforms import DeclineForm, JoinForm, LeaveForm
from community.clubs.models import Entry
from community.clubs.queries import ClubCard
from kernel import forms, lists, pages
from kernel.errors import Conflict, require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post

MOST_NAMED = 200
"""Members among whom the last host may choose whoever comes next."""


async def club_of(request: Request) -> ClubCard:
    """The club that an address names, if the viewer may see it."""
    return await queries.find(request.state.viewer, request.path_params["slug"])


async def hosted(request: Request) -> ClubCard:
    """The same, for its hosts."""
    club = await club_of(request)
    require(rules.may_host(request.state.viewer, club), _("This page is for the club’s hosts."))
    return club


async def ask(request: Request) -> Response:
    """What joining means: the charter, and the club's question where it asks one."""
    return await _door(request, await club_of(request), forms.blank())


async def join(request: Request) -> Response:
    """Come in, or ask to."""
    viewer: Viewer = request.state.viewer
    club, filled = await club_of(request), await forms.read(request, JoinForm)
    if club.is_member:
        return pages.see_other(request, club.url)
    check(filled, club, asks=club.entry == Entry.REQUEST)
    if not filled.ok:
        return await _door(request, club, filled, status=422)
    sent = filled.valid
    try:
        if club.entry == Entry.REQUEST:
            await joining.ask(viewer, club, answer=sent.answer, charter=sent.charter)
        else:
            await joining.join(viewer, club, charter=sent.charter)
    except Conflict as error:
        return await _door(request, club, filled.refuse("agree", error.message), status=409)
    asked = _("Your request is on its way: a host of the club answers it.")
    pages.said(
        request, asked if club.entry == Entry.REQUEST else _("You belong to “%(club)s” now.") % {"club": club.name}
    )
    return pages.see_other(request, f"{club.url}/join" if club.entry == Entry.REQUEST else club.url)


def check(filled: forms.Filled[JoinForm], club: ClubCard, *, asks: bool) -> None:
    """What a club asks for beside what its form can know: agreement to a charter, an answer to its question."""
    if filled.data is None:
        return
    if filled.data.charter and not filled.data.agree:
        filled.refuse("agree", _("Read the charter and say that you agree to it."))
    if asks and club.question and not filled.data.answer:
        filled.refuse("answer", _("The club asks everybody this: answer in your own words."))


async def _door(request: Request, club: ClubCard, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    context = {
        **head.band(viewer, club),
        "form": filled,
        "charter": await charters.newest(club.id),
        "waiting": await requests.own(viewer, club.id),
        "ban": await bans.of_viewer(viewer, club.id),
        "declined_until": await joining.declined_until(viewer, club.id),
        "may_join": rules.may_join(viewer, club),
        "may_ask": rules.may_ask(viewer, club),
    }
    return await pages.page(request, "community/clubs/join.html", context, status=status)


async def take_back(request: Request) -> Response:
    club = await club_of(request)
    await joining.take_back(request.state.viewer, club)
    pages.said(request, _("Your request is taken back."))
    return pages.see_other(request, club.url)


async def before_leaving(request: Request) -> Response:
    return await _leaving(request, await club_of(request), forms.blank())


async def leave(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club, filled = await club_of(request), await forms.read(request, LeaveForm)
    if not filled.ok:
        return await _leaving(request, club, filled, status=422)
    try:
        await leaving.leave(viewer, club, to=filled.valid.to)
    except Conflict as error:
        return await _leaving(request, club, filled.refuse("to", error.message), status=409)
    pages.said(request, _("You have left “%(club)s”.") % {"club": club.name})
    return pages.see_other(request, "/clubs" if club.is_private else club.url)


async def _leaving(request: Request, club: ClubCard, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    require(club.is_member, _("You do not belong to this club."))
    is_last = await handover.is_last_host(club)
    found = await roster.first(club.id, MOST_NAMED) if is_last else []
    others = [one for one in found if one.person.id != viewer.id]
    context = {
        **head.band(viewer, club),
        "form": filled,
        "is_last": is_last,
        "others": others,
        "names": [(one.person.id, one.person.name) for one in others],
    }
    return await pages.page(request, "community/clubs/leave.html", context, status=status)


async def waiting(request: Request) -> Response:
    """Who asks to be let in, for hosts."""
    return await _waiting(request, await hosted(request), {})


async def accept(request: Request) -> Response:
    club = await hosted(request)
    try:
        await joining.accept(request.state.viewer, club, number(request))
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("They belong to the club now, and are told."))
    return pages.see_other(request, f"{club.url}/requests")


async def decline(request: Request) -> Response:
    club, filled = await hosted(request), await forms.read(request, DeclineForm)
    if not filled.ok:
        return await _waiting(request, club, {number(request): filled}, status=422)
    try:
        await joining.decline(request.state.viewer, club, number(request), reason=filled.valid.reason)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Declined. They are told, with your words."))
    return pages.see_other(request, f"{club.url}/requests")


async def _waiting(
    request: Request, club: ClubCard, typed: dict[int, forms.Filled[Any]], *, status: int = 200
) -> Response:
    found = await requests.waiting(club.id, request.query_params.get("after"))
    context = {
        **head.desk(request.state.viewer, club, "requests"),
        "requests": [(one, typed.get(one.id, forms.blank())) for one in found.items],
        "form": next(iter(typed.values()), forms.blank()),
        "next": lists.with_query(request, after=found.after) if found.after else "",
        "count": await requests.count(club.id),
        "by_request": club.entry == Entry.REQUEST,
    }
    return await pages.page(request, "community/clubs/requests.html", context, status=status)


routes = [
    get("/clubs/{slug}/join", ask, allow=members),
    post("/clubs/{slug}/join", join, allow=members),
    post("/clubs/{slug}/join/withdrawal", take_back, allow=members),
    get("/clubs/{slug}/leave", before_leaving, allow=members),
    post("/clubs/{slug}/leave", leave, allow=members),
    get("/clubs/{slug}/requests", waiting, allow=members),
    post("/clubs/{slug}/requests/{id}/acceptance", accept, allow=members),
    post("/clubs/{slug}/requests/{id}/refusal", decline, allow=members),
]
