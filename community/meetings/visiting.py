"""The pages of those who answer without an account: the form, and what the link of a letter opens."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.meetings import pages as meeting_pages
from community.meetings import queries, rules, visits, wording
from community.meetings.forms import ReplyForm, VisitForm
from community.meetings.queries import MeetingCard, ReplyLine
from kernel import forms, pages, security
from kernel.errors import Conflict, Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import SYSTEM, everyone
from kernel.web import get, number, post

FORM = "community/meetings/visit.html"
KNOWN = "community/meetings/known.html"


async def form_page(request: Request) -> Response:
    """The form on a page of its own: strangers may send it, as they may that of sign-up; a letter makes it count."""
    meeting = await _visited(request)
    if request.state.viewer.is_member:
        return pages.see_other(request, meeting.url)

    async def build() -> dict[str, Any]:
        return {"meeting": meeting, "when": wording.when(meeting), "form": forms.blank(answer="", guests=0, note="")}

    return await pages.shared(request, FORM, build)


async def ask(request: Request) -> Response:
    meeting = await _visited(request)
    filled = await forms.read(request, VisitForm)
    if not filled.ok:
        context = {"meeting": meeting, "when": wording.when(meeting), "form": filled}
        return await pages.page(request, FORM, context, status=422)
    typed = filled.valid
    await security.limit_everywhere("letters.from", security.address_of(request), burst=30, per_minute=6)
    await security.limit_everywhere("letters.to", typed.email, burst=5, per_minute=0.5)
    await visits.ask(meeting, meeting_pages.given(typed), name=typed.name, email=typed.email)
    return pages.see_other(request, f"/meetings/{meeting.id}/visit/sent")


async def sent(request: Request) -> Response:
    meeting = await queries.find(request.state.viewer, number(request))

    async def build() -> dict[str, Any]:
        return {"meeting": meeting}

    return await pages.shared(request, "community/meetings/sent.html", build)


async def _visited(request: Request) -> MeetingCard:
    meeting = await queries.find(request.state.viewer, number(request))
    if not visits.may_visit(meeting):
        raise Missing(_("This meeting takes no answers any more."))
    return meeting


async def known(request: Request) -> Response:
    """What the link of a letter opens: one button to confirm, then one's place and the way to change it."""
    line = await visits.find(request.path_params["word"])
    return await _known(request, line, None)


async def confirm(request: Request) -> Response:
    line = await visits.find(request.path_params["word"])
    if not line.is_proven:
        try:
            await visits.confirm(line)
        except Conflict as error:
            return await _known(request, line, forms.blank().refuse("answer", error.message))
    return pages.see_other(request, request.url.path)


async def change(request: Request) -> Response:
    line = await visits.find(request.path_params["word"])
    filled = await forms.read(request, ReplyForm)
    if filled.ok and line.is_proven:
        try:
            await visits.change(line, meeting_pages.given(filled.valid))
        except Conflict as error:
            filled.refuse("answer", error.message)
        else:
            return pages.see_other(request, request.url.path.removesuffix("/change"))
    return await _known(request, line, filled)


async def _known(request: Request, line: ReplyLine, form: Filled[Any] | None) -> Response:
    meeting = await queries.find(SYSTEM, line.meeting_id)
    typed = {"answer": "screen" if line.is_online else line.said.value, "guests": line.guests, "note": line.note}
    context = {
        "meeting": meeting,
        "mine": line,
        "form": form or forms.blank(**typed),
        "when": wording.when(meeting),
        "where": wording.where(meeting),
        "before": await queries.before(line) if line.is_waiting else 0,
        "link": await queries.link_of(meeting.id) if line.comes or meeting.is_link_open else "",
        "is_open": rules.is_open(meeting),
        "word": visits.link(line),
    }
    return await pages.page(request, KNOWN, context, status=422 if form else 200)


routes = [
    get("/meetings/{id}/visit", form_page, allow=everyone),
    post("/meetings/{id}/visit", ask, allow=everyone, tokenless=True),
    get("/meetings/{id}/visit/sent", sent, allow=everyone),
    get("/replies/{word}", known, allow=everyone),
    post("/replies/{word}", confirm, allow=everyone, tokenless=True),
    post("/replies/{word}/change", change, allow=everyone, tokenless=True),
]
