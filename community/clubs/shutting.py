"""Bans in the browser: the hosts' list, the page of whoever was shut out, and the appeals that staff answer."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import bans, doors, head, queries, rules
from community.clubs.doorforms import AnswerForm, AppealForm, BanForm
from community.clubs.queries import ClubCard
from community.moderation.registry import AppealLine
from community.people import queries as people
from community.privacy import looks
from kernel import forms, pages
from kernel.errors import Conflict, Forbidden
from kernel.features import Slot
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, managers, members
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """Who is shut out, and the form to shut somebody out."""
    club = await doors.hosted(request)
    return await _index(request, club, forms.blank(who=request.query_params.get("who", "")[:31]))


async def ban(request: Request) -> Response:
    club, filled = await doors.hosted(request), await forms.read(request, BanForm)
    person = await people.by_handle(filled.valid.who.removeprefix("@")) if filled.ok else None
    if filled.ok and person is None:
        filled.refuse("who", _("Nobody has this handle."))
    if person is None or not filled.ok:
        return await _index(request, club, filled, status=422)
    try:
        await bans.ban(request.state.viewer, club, person.id, reason=filled.valid.reason)
    except (Conflict, Forbidden) as error:
        return await _index(request, club, filled.refuse("who", error.message), status=error.status)
    pages.said(request, _("%(name)s is shut out, and is told why and how to appeal.") % {"name": person.name})
    return pages.see_other(request, f"{club.url}/bans")


async def lift(request: Request) -> Response:
    club = await doors.hosted(request)
    try:
        await bans.lift(request.state.viewer, club, number(request))
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The ban is taken back, and they are told."))
    return pages.see_other(request, f"{club.url}/bans")


async def _index(request: Request, club: ClubCard, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    context = {
        **head.desk(request.state.viewer, club, "bans"),
        "form": filled,
        "bans": await bans.of_club(club.id),
    }
    return await pages.page(request, "community/clubs/bans.html", context, status=status)


async def own(request: Request) -> Response:
    """Why one was shut out, and the appeal."""
    return await _own(request, forms.blank())


async def appeal(request: Request) -> Response:
    filled = await forms.read(request, AppealForm)
    await bans.own(request.state.viewer, number(request))
    if not filled.ok:
        return await _own(request, filled, status=422)
    try:
        await bans.appeal(request.state.viewer, number(request), words=filled.valid.words)
    except Conflict as error:
        return await _own(request, filled.refuse("words", error.message), status=409)
    pages.said(request, _("Your appeal is with the team, not with the club’s hosts. You are told what came of it."))
    return pages.see_other(request, f"/bans/{number(request)}")


async def _own(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    found = await bans.own(viewer, number(request))
    context = {"ban": found, "club": await queries.behind(viewer, found.club_id), "form": filled}
    return await pages.page(request, "community/clubs/ban.html", context, status=status)


async def lines(viewer: Viewer) -> list[AppealLine]:
    """Bans that somebody appealed against, in the team's one list of appeals."""
    waiting = await bans.awaiting()
    clubs = {club: await queries.behind(viewer, club) for club in {one.club_id for one in waiting}}
    return [
        AppealLine(
            title=_("%(name)s, shut out of %(club)s") % {"name": one.person.name, "club": clubs[one.club_id].name},
            text=one.appeal,
            at=one.appealed_at or one.at,
            url=f"/moderation/appeals/{one.id}",
        )
        for one in waiting
    ]


async def case(request: Request) -> Response:
    return await _case(request, forms.blank())


async def answer(request: Request) -> Response:
    filled = await forms.read(request, AnswerForm)
    found = await bans.appealed(number(request))
    if not filled.ok:
        return await _case(request, filled, status=422)
    sent = filled.valid
    try:
        await bans.answer(request.state.viewer, found, lifts=sent.act == "lift", words=sent.words)
    except Conflict as error:
        return await _case(request, filled.refuse("words", error.message), status=409)
    pages.said(request, _("Answered. Whoever appealed and whoever had shut them out are told, with your words."))
    return pages.see_other(request, "/moderation/appeals")


async def _case(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    found = await bans.appealed(number(request))
    await looks.saw(viewer, [found.person_id], "club")
    context = {
        "ban": found,
        "club": await queries.behind(viewer, found.club_id),
        "form": filled,
        "may_answer": rules.may_answer(viewer, found) and found.waits,
    }
    return await pages.page(request, "community/clubs/appeal.html", context, status=status)


async def waiting(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """On the page of moderation: how many appeals wait."""
    if not viewer.is_manager:
        return {}
    return dict.fromkeys(keys, pages.fragment("community/clubs/_appeals.html", count=await bans.awaiting_count()))


routes = [
    get("/clubs/{slug}/bans", index, allow=members),
    post("/clubs/{slug}/bans", ban, allow=members),
    post("/clubs/{slug}/bans/{id}/lifting", lift, allow=members),
    get("/bans/{id}", own, allow=members),
    post("/bans/{id}/appeal", appeal, allow=members),
    get("/moderation/appeals/{id}", case, allow=managers),
    post("/moderation/appeals/{id}", answer, allow=managers),
]
slots = [Slot("moderation.appeals", waiting, personal=True)]
