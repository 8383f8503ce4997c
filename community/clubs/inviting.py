"""Invitations in the browser: the hosts' links and letters, the page a link leads to, and the team's rule of the door."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import bans, charters, doorkeeping, doors, head, invitations, rules
from community.clubs.doorforms import DoorRuleForm, JoinForm, LettersForm, LinkForm, addresses
from community.clubs.queries import ClubCard
from kernel import forms, pages
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members, staff
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """Links that open something, and the forms for more."""
    return await _index(request, await doors.hosted(request))


async def make(request: Request) -> Response:
    club, filled = await doors.hosted(request), await forms.read(request, LinkForm)
    if not filled.ok:
        return await _index(request, club, link=filled, status=422)
    sent = filled.valid
    await invitations.make(request.state.viewer, club, most=sent.most or 0, days=sent.days or 0)
    pages.said(request, _("The link is there: copy it and pass it on."))
    return pages.see_other(request, f"{club.url}/invitations")


async def send(request: Request) -> Response:
    club, filled = await doors.hosted(request), await forms.read(request, LettersForm)
    if not filled.ok:
        return await _index(request, club, letters=filled, status=422)
    await invitations.send(request.state.viewer, club, addresses(filled.valid.addresses))
    pages.said(
        request, _("The letters are on their way. Whoever belongs already, or was written to this week, gets none.")
    )
    return pages.see_other(request, f"{club.url}/invitations")


async def revoke(request: Request) -> Response:
    club = await doors.hosted(request)
    await invitations.revoke(request.state.viewer, club, number(request))
    pages.said(request, _("This link opens nothing any more."))
    return pages.see_other(request, f"{club.url}/invitations")


async def _index(request: Request, club: ClubCard, *, status: int = 200, **typed: forms.Filled[Any]) -> Response:
    context = {
        **head.desk(request.state.viewer, club, "invitations"),
        "links": await invitations.standing(club.id),
        "link": forms.blank(most=10, days=14),
        "letters": forms.blank(),
        **typed,
    }
    return await pages.page(request, "community/clubs/invitations.html", context, status=status)


async def show(request: Request) -> Response:
    """Where an invitation leads: what the club is, and the way in."""
    viewer: Viewer = request.state.viewer
    _invitation, club = await invitations.find(viewer, request.path_params["token"])
    if club.is_member:
        return pages.see_other(request, club.url)
    return await _landing(request, forms.blank())


async def use(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    word, filled = request.path_params["token"], await forms.read(request, JoinForm)
    _invitation, club = await invitations.find(viewer, word)
    doors.check(filled, club, asks=False)
    if not filled.ok:
        return await _landing(request, filled, status=422)
    try:
        await invitations.use(viewer, word, charter=filled.valid.charter)
    except (Conflict, Forbidden) as error:
        return await _landing(request, filled.refuse("agree", error.message), status=error.status)
    pages.said(request, _("You belong to “%(club)s” now.") % {"club": club.name})
    return pages.see_other(request, club.url)


async def _landing(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    invitation, club = await invitations.find(viewer, request.path_params["token"])
    context = {
        "club": club,
        "form": filled,
        "charter": await charters.newest(club.id),
        "is_for": await invitations.is_for(viewer, invitation),
        "address": invitation.email,
        "ban": await bans.of_viewer(viewer, club.id),
        "may_come_in": rules.may_come_in(viewer, club),
        "url": request.url.path,
    }
    return await pages.page(request, "community/clubs/invited.html", context, status=status)


async def rule(request: Request) -> Response:
    """Which group belongs by itself, for the team."""
    club = await _ruled(request)
    return await _rule(request, club, forms.blank(audience=club.audience))


async def set_rule(request: Request) -> Response:
    club, filled = await _ruled(request), await forms.read(request, DoorRuleForm)
    if filled.ok:
        try:
            await doorkeeping.set_rule(request.state.viewer, club, filled.valid.audience)
        except Invalid as error:
            filled.refuse("audience", error.message)
        else:
            pages.said(request, _("Noted. The club is brought up to date within a minute."))
            return pages.see_other(request, f"{club.url}/rule")
    return await _rule(request, club, filled, status=422)


async def _ruled(request: Request) -> ClubCard:
    club = await doors.club_of(request)
    if not rules.may_set_rule(request.state.viewer, club):
        raise Missing()
    return club


async def _rule(request: Request, club: ClubCard, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    context = {
        **head.desk(request.state.viewer, club, "rule"),
        "form": filled,
        "choices": [("", _("Nobody: people join by themselves")), *await doorkeeping.choices()],
        "by_rule": await doorkeeping.count(club.id),
    }
    return await pages.page(request, "community/clubs/rule.html", context, status=status)


routes = [
    get("/clubs/{slug}/invitations", index, allow=members),
    post("/clubs/{slug}/invitations", make, allow=members),
    post("/clubs/{slug}/invitations/letters", send, allow=members),
    post("/clubs/{slug}/invitations/{id}/revocation", revoke, allow=members),
    get("/clubs/{slug}/rule", rule, allow=staff),
    post("/clubs/{slug}/rule", set_rule, allow=staff),
    get("/invitations/{token}", show, allow=everyone),
    post("/invitations/{token}", use, allow=members),
]
