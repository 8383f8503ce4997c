"""The hosts' page at the door: who comes, what they wrote, and checking them in on a phone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.meetings import arrivals, queries, rules, wording
from community.meetings.forms import CodeForm
from community.meetings.models import Said
from community.meetings.queries import MeetingCard
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, number, post


async def show(request: Request) -> Response:
    return await _page(request, await _kept(request), forms.blank(code=""))


async def arrive(request: Request) -> Response:
    meeting = await _kept(request)
    filled = await forms.read(request, CodeForm)
    if filled.ok:
        try:
            await arrivals.arrive(request.state.viewer, meeting, filled.valid.code)
        except (Conflict, Missing) as error:
            filled.refuse("code", error.message)
        else:
            pages.said(request, _("Checked in: %(code)s.") % {"code": filled.valid.code.upper()})
            return pages.see_other(request, f"/meetings/{meeting.id}/check-in")
    return await _page(request, meeting, filled)


async def undo(request: Request) -> Response:
    meeting = await _kept(request)
    await arrivals.undo(request.state.viewer, meeting, number(request, "reply"))
    pages.said(request, _("Taken back: not here."))
    return pages.see_other(request, f"/meetings/{meeting.id}/check-in")


async def _kept(request: Request) -> MeetingCard:
    meeting = await queries.find(request.state.viewer, number(request))
    if not rules.may_keep(request.state.viewer, meeting):
        raise Missing()
    return meeting


async def _page(request: Request, meeting: MeetingCard, form: Filled[CodeForm]) -> Response:
    people = await arrivals.roll(meeting.id)
    context = {
        "meeting": meeting,
        "form": form,
        "when": wording.when(meeting),
        "comers": [one for one in people if not one.is_waiting],
        "waiting": [one for one in people if one.is_waiting],
        "here": sum((one.arrived_at is not None) + sum(one.guests) for one in people),
        "expected": sum(1 + len(one.guests) for one in people if not one.is_waiting),
        "on_screen": await arrivals.on_screen(meeting.id) if meeting.is_both else 0,
        "maybe": len(await queries.replies(meeting.id, said=Said.MAYBE)),
    }
    return await pages.page(request, "community/meetings/check_in.html", context, status=422 if form.errors else 200)


routes = [
    get("/meetings/{id}/check-in", show, allow=members),
    post("/meetings/{id}/check-in", arrive, allow=members),
    post("/meetings/{id}/check-in/{reply}/undoing", undo, allow=members),
]
