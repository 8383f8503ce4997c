"""Agendas and what came of meetings: as everybody reads them, and as hosts write them."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.meetings import agenda, minutes, queries, rules, wording
from community.meetings.agenda import Typed
from community.meetings.agenda_forms import AgendaForm, AskForm, MinutesForm, check_asked
from community.meetings.cards import MeetingCard
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.features import Slot
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post

BLANK = 3
"""Empty lines offered below those there are."""


async def edit(request: Request) -> Response:
    meeting = await _kept(request)
    held = await agenda.typed(request.state.viewer, meeting.id)
    values = {
        "words": [line.words for line, _url in held],
        "minutes": [str(line.minutes or "") for line, _url in held],
        "about": [url for _line, url in held],
    }
    return await _lines_page(request, meeting, forms.blank(**values))


async def arrange(request: Request) -> Response:
    """Keep the lines; what a line links to must be there for its host."""
    viewer, meeting = request.state.viewer, await _kept(request)
    filled = await forms.read(request, AgendaForm)
    lines: list[Typed] = []
    for words, length, address in filled.valid.rows() if filled.ok else ():
        about = await agenda.named(viewer, address) if address else None
        if address and about is None:
            said = _("“%(address)s” is no idea and no ballot that you see here.") % {"address": address[:60]}
            filled.refuse("about", said)
        lines.append(Typed(words, length, *(about or ("", 0))))
    if not filled.ok:
        return await _lines_page(request, meeting, filled, status=422)
    await agenda.arrange(viewer, meeting, lines)
    pages.said(request, _("The agenda is kept."))
    return pages.see_other(request, meeting.url)


async def notes(request: Request) -> Response:
    meeting = await _kept(request)
    values = {"notes": meeting.notes, "asked_for": meeting.asked_for, "recording": meeting.recording}
    form = forms.blank(**values, recording_for=meeting.recording_for or minutes.CAME)
    return await _notes_page(request, meeting, form, _blank_ask())


async def write(request: Request) -> Response:
    viewer, meeting = request.state.viewer, await _kept(request)
    filled = await forms.read(request, MinutesForm)
    if filled.ok and filled.valid.recording_for not in {name for name, _label in minutes.watchers(meeting)}:
        filled.refuse("recording_for", _("Choose one of the list."))
    if filled.ok:
        typed = filled.valid
        told = minutes.Minutes(typed.notes, typed.asked_for, typed.recording, typed.recording_for)
        try:
            decisions = minutes.decided(typed.line, typed.decision)
            await minutes.write(viewer, meeting, told, decisions, tells=typed.tells)
        except Conflict as error:
            filled.refuse("notes", error.message)
        else:
            pages.said(request, _("What came of the meeting is kept."))
            return pages.see_other(request, meeting.url)
    return await _notes_page(request, meeting, filled, _blank_ask(), status=422)


async def ask(request: Request) -> Response:
    """Take something that was asked for to a board."""
    viewer, meeting = request.state.viewer, await _kept(request)
    filled = await forms.read(request, AskForm)
    check_asked(filled, boards={name for name, _label in await _boards(viewer, meeting)})
    if filled.ok:
        typed = filled.valid
        await minutes.ask(viewer, meeting, board=typed.board, title=typed.title, body=typed.body)
        pages.said(request, _("It is on the board, as an idea of yours."))
        return pages.see_other(request, f"/meetings/{meeting.id}/notes#asked")
    values = {"notes": meeting.notes, "asked_for": meeting.asked_for, "recording": meeting.recording}
    form = forms.blank(**values, recording_for=meeting.recording_for)
    return await _notes_page(request, meeting, form, filled, status=422)


async def _kept(request: Request) -> MeetingCard:
    """A meeting for whoever keeps it; 404 for others, as the way there is shown to nobody else."""
    meeting = await queries.find(request.state.viewer, number(request))
    if not rules.may_keep(request.state.viewer, meeting):
        raise Missing()
    return meeting


async def _lines_page(request: Request, meeting: MeetingCard, form: Filled[Any], *, status: int = 200) -> Response:
    columns = (form.values.get(name) or [] for name in ("words", "minutes", "about"))
    rows = [row for row in zip_longest(*columns, fillvalue="") if any(row)]
    rows += [("", "", "")] * max(min(BLANK, agenda.MOST - len(rows)), 0)
    context = {"meeting": meeting, "form": form, "rows": rows, "when": wording.when(meeting)}
    return await pages.page(request, "community/meetings/agenda.html", context, status=status)


async def _notes_page(
    request: Request, meeting: MeetingCard, form: Filled[Any], asking: Filled[Any], *, status: int = 200
) -> Response:
    viewer: Viewer = request.state.viewer
    typed = minutes.decided(form.values.get("line", ()), form.values.get("decision", ()))
    lines = await agenda.of(viewer, meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "asking": asking,
        "lines": [(line, typed.get(line.id, line.decision)) for line in lines],
        "watchers": minutes.watchers(meeting),
        "boards": await _boards(viewer, meeting),
        "asked": await agenda.asked(viewer, meeting.id),
    }
    return await pages.page(request, "community/meetings/notes.html", context, status=status)


def _blank_ask() -> Filled[Any]:
    return forms.blank(title="", body="", board="")


async def _boards(viewer: Viewer, meeting: MeetingCard) -> list[tuple[str, str]]:
    desk = minutes.desk()
    return await desk.boards(viewer, meeting.club_id) if desk else []


async def lines_box(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of meetings: what they talk about, in its order."""
    found = await queries.cards(viewer, [int(key) for key in keys])
    return {str(one): await _lines_box(viewer, meeting) for one, meeting in found.items()}


async def _lines_box(viewer: Viewer, meeting: MeetingCard) -> str:
    lines = [(line, wording.hour(line.at) if line.at else "") for line in await agenda.of(viewer, meeting)]
    is_timed = any(at for _line, at in lines)
    return pages.fragment("community/meetings/_agenda.html", lines=lines, is_timed=is_timed) if lines else ""


async def notes_box(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of meetings: what came of them, with the recording for those whom it is for."""
    found = await queries.cards(viewer, [int(key) for key in keys])
    return {str(one): await _notes_box(viewer, meeting) for one, meeting in found.items()}


async def _notes_box(viewer: Viewer, meeting: MeetingCard) -> str:
    mine = await queries.reply_of(meeting.id, viewer.id) if meeting.recording else None
    told = {
        "recording": meeting.recording if minutes.may_watch(viewer, meeting, mine) else "",
        "asked": await agenda.asked(viewer, meeting.id),
    }
    if not (meeting.notes or meeting.asked_for or any(told.values())):
        return ""
    return pages.fragment("community/meetings/_notes.html", meeting=meeting, **told)


async def before_box(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of meetings: what became of what the one before asked for."""
    found = await queries.cards(viewer, [int(key) for key in keys])
    return {str(one): await _before_box(viewer, meeting) for one, meeting in found.items()}


async def _before_box(viewer: Viewer, meeting: MeetingCard) -> str:
    last = await minutes.before(meeting)
    earlier = (await queries.cards(viewer, [last])).get(last) if last else None
    if earlier is None:
        return ""
    asked = await agenda.asked(viewer, earlier.id)
    return pages.fragment("community/meetings/_before.html", earlier=earlier, asked=asked)


async def tools(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of meetings: the ways to their agenda and notes, for whoever keeps them."""
    found = await queries.cards(viewer, [int(key) for key in keys])
    return {
        str(one): pages.fragment("community/meetings/_tools.html", meeting=meeting)
        for one, meeting in found.items()
        if rules.may_keep(viewer, meeting) and not meeting.is_cancelled
    }


slots = [
    Slot("meeting.agenda", lines_box, personal=True),
    Slot("meeting.notes", notes_box, personal=True),
    Slot("meeting.before", before_box, personal=True),
    Slot("meeting.tools", tools, personal=True),
]
routes = [
    get("/meetings/{id}/agenda", edit, allow=members),
    post("/meetings/{id}/agenda", arrange, allow=members),
    get("/meetings/{id}/notes", notes, allow=members),
    post("/meetings/{id}/notes", write, allow=members),
    post("/meetings/{id}/asked", ask, allow=members),
]
