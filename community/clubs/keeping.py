"""The pages on which a club changes hands, is put away, or becomes a part of another; and where roles are given."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import endings, handover, head, queries, roster, rules, wording
from community.clubs.forms import HandoverForm, MergeForm, ReasonForm, RoleForm
from community.clubs.models import Role
from community.clubs.office import hosted
from community.clubs.queries import ClubCard
from kernel import forms, lists, pages
from kernel.errors import Conflict, Missing, require
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def roles(request: Request) -> Response:
    """Who is what, with what may be made of them."""
    club = await hosted(request)
    found = await roster.listing(club.id, request.query_params.get("after"))
    context = {
        **head.desk(request.state.viewer, club, "roles"),
        "people": found.items,
        "roles": [(role.value, _(label), _(wording.MEANS[role])) for role, label in wording.ROLES.items()],
        "next": lists.with_query(request, after=found.after) if found.after else "",
    }
    return await pages.page(request, "community/clubs/roles.html", context)


async def give(request: Request) -> Response:
    club = await hosted(request)
    filled = await forms.read(request, RoleForm)
    if filled.ok:
        try:
            await handover.give(request.state.viewer, club, number(request), filled.valid.role)
        except Conflict as error:
            pages.said(request, error.message)
        else:
            pages.said(request, _("From now on: %(role)s.") % {"role": wording.role(filled.valid.role).lower()})
    return pages.see_other(
        request, f"{club.url}/roles" if filled.ok and number(request) != request.state.viewer.id else club.url
    )


async def handing(request: Request) -> Response:
    club = await hosted(request)
    return await _handing(request, club, forms.blank(stay="member"))


async def hand_over(request: Request) -> Response:
    club = await hosted(request)
    filled = await forms.read(request, HandoverForm)
    if filled.ok:
        try:
            stays = filled.valid.stay == "host"
            await handover.hand_over(request.state.viewer, club, filled.valid.to, stays_host=stays)
        except Conflict as error:
            filled.refuse("to", error.message)
        else:
            pages.said(request, _("The club is in other hands."))
            return pages.see_other(request, club.url)
    return await _handing(request, club, filled, status=422)


async def _handing(request: Request, club: ClubCard, filled: Filled[Any], *, status: int = 200) -> Response:
    people = (await roster.listing(club.id, size=200)).items
    context = {
        **head.desk(request.state.viewer, club, "handover"),
        "form": filled,
        "people": [(one.person.id, one.person.name) for one in people if one.role != Role.HOST],
        "is_last": await handover.is_last_host(club),
    }
    return await pages.page(request, "community/clubs/handing.html", context, status=status)


async def take_on(request: Request) -> Response:
    """A member takes a club on that has no host."""
    club = await queries.find(request.state.viewer, request.path_params["slug"])
    try:
        await handover.take_on(request.state.viewer, club)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("You are the host of this club now. Members hear of it."))
    return pages.see_other(request, club.url)


async def naming(request: Request) -> Response:
    """Staff choose a host for a club that has none."""
    club = await _moderated(request)
    people = (await roster.listing(club.id, size=200)).items
    context = {
        **head.band(request.state.viewer, club),
        "people": [(one.person.id, one.person.name) for one in people],
        "is_hosted": await handover.is_hosted(club.id),
        "form": forms.blank(),
    }
    return await pages.page(request, "community/clubs/naming.html", context)


async def name(request: Request) -> Response:
    club = await _moderated(request)
    filled = await forms.read(request, HandoverForm)
    try:
        if filled.ok:
            await handover.name(request.state.viewer, club, filled.valid.to)
            pages.said(request, _("The club has a host again."))
    except Conflict as error:
        pages.said(request, error.message)
    return pages.see_other(request, club.url)


async def ending(request: Request) -> Response:
    club = await _endable(request)
    return await _ending(request, club, forms.blank())


async def archive(request: Request) -> Response:
    club = await _endable(request)
    filled = await forms.read(request, ReasonForm)
    if not filled.ok:
        return await _ending(request, club, filled, status=422)
    try:
        await endings.archive(request.state.viewer, club, filled.valid.reason)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The club is put away. What was said in it stays readable."))
    return pages.see_other(request, club.url)


async def take_up(request: Request) -> Response:
    club = await queries.find(request.state.viewer, request.path_params["slug"])
    try:
        await endings.take_up(request.state.viewer, club)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The club goes on."))
    return pages.see_other(request, club.url)


async def merge(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club = await _endable(request)
    filled = await forms.read(request, MergeForm)
    if filled.ok:
        try:
            into = await queries.find(viewer, filled.valid.into.rpartition("/")[2])
            await endings.merge(viewer, club, into)
        except Missing:
            filled.refuse("into", _("No club of this address is known to you."))
        except Conflict as error:
            filled.refuse("into", error.message)
        else:
            pages.said(request, _("The two clubs are one. Members hear of it."))
            return pages.see_other(request, into.url)
    return await _ending(request, club, filled, status=422)


async def _ending(request: Request, club: ClubCard, filled: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    context = {
        **head.desk(viewer, club, "ending"),
        "form": filled,
        "others": [(one.slug, one.name) for one in await endings.suggestions(viewer, club)],
        "by_address": rules.may_moderate(viewer),
    }
    return await pages.page(request, "community/clubs/ending.html", context, status=status)


async def _endable(request: Request) -> ClubCard:
    viewer: Viewer = request.state.viewer
    club = await queries.find(viewer, request.path_params["slug"])
    require(endings.may_end(viewer, club), _("A club is put away by its hosts."))
    return club


async def _moderated(request: Request) -> ClubCard:
    if not rules.may_moderate(request.state.viewer):
        raise Missing()
    return await queries.find(request.state.viewer, request.path_params["slug"])


routes = [
    get("/clubs/{slug}/roles", roles, allow=members),
    post("/clubs/{slug}/members/{id}/role", give, allow=members),
    get("/clubs/{slug}/handover", handing, allow=members),
    post("/clubs/{slug}/handover", hand_over, allow=members),
    post("/clubs/{slug}/host", take_on, allow=members),
    get("/clubs/{slug}/host", naming, allow=members),
    post("/clubs/{slug}/host/naming", name, allow=members),
    get("/clubs/{slug}/ending", ending, allow=members),
    post("/clubs/{slug}/ending", archive, allow=members),
    post("/clubs/{slug}/ending/withdrawal", take_up, allow=members),
    post("/clubs/{slug}/merger", merge, allow=members),
]
