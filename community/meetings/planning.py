"""Planning a meeting, changing it, calling it off: the hosts' pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from community.clubs.queries import ClubCard
from community.meetings import actions, queries, recurrence, rules, wording
from community.meetings.forms import MOST_GUESTS, CallOffForm, MeetingForm, check_meeting
from community.meetings.queries import MeetingCard
from community.people.forms import zones
from kernel import forms, pages
from kernel.errors import Conflict, Invalid, Missing, TooMany, require
from kernel.features import Slot, the_house
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import CLUB, EVERYONE, MEMBERS, Viewer, members
from kernel.web import get, number, post

FORM = "community/meetings/edit.html"


async def new(request: Request) -> Response:
    viewer, club = await _planned_for(request)
    blank = {name: field.default for name, field in MeetingForm.model_fields.items()}
    blank |= {"day": "", "starts": "", "stops": "", "seats": "", "times": "", "last_on": "", "place": ""}
    blank |= {"zone": viewer.zone or the_house().settings.zone}
    blank |= {"audience": club.named if club and club.is_private else EVERYONE}
    return await _page(request, forms.blank(**blank), club)


async def make(request: Request) -> Response:
    viewer, club = await _planned_for(request)
    filled = await forms.read(request, MeetingForm)
    check_meeting(filled, audiences={name for name, _label in await _audiences(club)})
    if not filled.ok:
        return await _page(request, filled, club, status=422)
    try:
        ids = await actions.make(viewer, club, filled.valid.details(), rule=filled.valid.rule)
    except (Invalid, TooMany) as error:
        return await _page(request, filled.refuse("title", error.message), club, status=error.status)
    pages.said(request, _planned(filled.valid, len(ids)))
    return pages.see_other(request, (await queries.find(viewer, ids[0])).url)


def _planned(typed: MeetingForm, count: int) -> str:
    if recurrence.is_doubled(typed.begins, typed.zone):
        return _("The meeting is planned. Clocks go back that night: the first of the two hours is meant.")
    if count > 1 and recurrence.is_endless(typed.rule):
        return _("The meetings of a year are planned, and more as time goes on.")
    return _("The meeting is planned.") if count == 1 else _("The meetings are planned.")


async def _planned_for(request: Request) -> tuple[Viewer, ClubCard | None]:
    """The club of a new meeting, or None for the brand's own; only for whoever may plan one there."""
    viewer: Viewer = request.state.viewer
    slug = request.query_params.get("club", "")
    club = await clubs.find(viewer, slug) if slug else None
    if club is None and not rules.may_make(viewer, None):
        raise Missing()
    require(rules.may_make(viewer, club))
    return viewer, club


async def edit(request: Request) -> Response:
    meeting, club = await _kept(request)
    return await _page(request, forms.blank(**await _held(meeting)), club, meeting=meeting)


async def save(request: Request) -> Response:
    meeting, club = await _kept(request)
    filled = await forms.read(request, MeetingForm)
    held = actions.details_of(meeting, await queries.link_of(meeting.id))
    check_meeting(filled, held=held, audiences={name for name, _label in await _audiences(club)})
    if filled.ok:
        following = filled.valid.scope == "following" and meeting.series_id is not None
        try:
            what = await actions.change(
                request.state.viewer, club, meeting, filled.valid.details(), following=following
            )
        except (Conflict, Invalid) as error:
            filled.refuse("title", error.message)
        else:
            pages.said(request, _("The meeting is changed.") if what else _("Nothing was changed."))
            return pages.see_other(request, (await queries.find(request.state.viewer, meeting.id)).url)
    return await _page(request, filled, club, meeting=meeting, status=422)


async def _kept(request: Request) -> tuple[MeetingCard, ClubCard | None]:
    """A meeting for whoever keeps it; 404 for others, as the way there is shown to nobody else."""
    viewer: Viewer = request.state.viewer
    meeting = await queries.find(viewer, number(request))
    if not rules.may_keep(viewer, meeting):
        raise Missing()
    return meeting, await clubs.by_id(viewer, meeting.club_id) if meeting.club_id else None


async def _held(meeting: MeetingCard) -> dict[str, Any]:
    """What the form holds of a meeting."""
    told = asdict(actions.details_of(meeting, await queries.link_of(meeting.id)))
    told |= {"day": f"{meeting.begins:%Y-%m-%d}", "starts": f"{meeting.begins:%H:%M}", "stops": f"{meeting.ends:%H:%M}"}
    return {**told, "seats": meeting.seats or "", "scope": "one"}


async def _audiences(club: ClubCard | None) -> list[tuple[str, str]]:
    """Whom a meeting may be for."""
    if club and club.is_private:
        return [(club.named, _("The club’s members"))]
    found = [(EVERYONE, _("Everybody, with an account or without")), (MEMBERS, _("Everybody with an account"))]
    if club:
        return [*found, (club.named, _("The club’s members"))]
    for audience in the_house().all("audiences"):
        found += [one for one in await audience.choices() if not one[0].startswith(CLUB)]
    return found


async def _page(
    request: Request,
    form: Filled[Any],
    club: ClubCard | None,
    *,
    meeting: MeetingCard | None = None,
    status: int = 200,
) -> Response:
    context = {
        "form": form,
        "club": club,
        "meeting": meeting,
        "action": f"/meetings/{meeting.id}/edit" if meeting else f"/meetings/new{f'?club={club.slug}' if club else ''}",
        "zones": [(name, name.replace("_", " ")) for name in zones()],
        "audiences": await _audiences(club),
        "repeats": [(name, _(label)) for name, label in recurrence.REPEATS.items()],
        "most_guests": [(n, n) for n in range(MOST_GUESTS + 1)],
        "coming": wording.taken(meeting) if meeting and meeting.coming else "",
    }
    return await pages.page(request, FORM, context, status=status)


async def calling_off(request: Request) -> Response:
    meeting, _club = await _kept(request)
    return await _calling_off(request, meeting, forms.blank(reason="", scope="one"))


async def call_off(request: Request) -> Response:
    meeting, _club = await _kept(request)
    filled = await forms.read(request, CallOffForm)
    if not filled.ok:
        return await _calling_off(request, meeting, filled, status=422)
    following = filled.valid.scope == "following" and meeting.series_id is not None
    try:
        await actions.call_off(request.state.viewer, meeting, filled.valid.reason, following=following)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The meeting is called off. Whoever answered is told why."))
    return pages.see_other(request, meeting.url)


async def _calling_off(request: Request, meeting: MeetingCard, form: Filled[Any], *, status: int = 200) -> Response:
    context = {"meeting": meeting, "form": form, "when": wording.when(meeting)}
    return await pages.page(request, "community/meetings/calling_off.html", context, status=status)


async def keeper(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of meetings: what whoever keeps them may do."""
    found = await queries.cards(viewer, [int(key) for key in keys])
    return {
        str(one): pages.fragment(
            "community/meetings/_keeper.html", meeting=meeting, may_change=rules.may_change(viewer, meeting)
        )
        for one, meeting in found.items()
        if rules.may_keep(viewer, meeting)
    }


slots = [Slot("meeting.keeper", keeper, personal=True)]
routes = [
    get("/meetings/new", new, allow=members),
    post("/meetings/new", make, allow=members),
    get("/meetings/{id}/edit", edit, allow=members),
    post("/meetings/{id}/edit", save, allow=members),
    get("/meetings/{id}/cancellation", calling_off, allow=members),
    post("/meetings/{id}/cancellation", call_off, allow=members),
]
