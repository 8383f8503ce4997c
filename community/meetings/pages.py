"""Reading meetings, and saying whether one comes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.clubs import queries as clubs
from community.clubs.queries import ClubCard
from community.meetings import pegs, queries, replies, rules, wording
from community.meetings.forms import ReplyForm
from community.meetings.models import Said
from community.meetings.queries import MeetingCard, Wanted
from community.meetings.replies import Answer
from community.people import queries as people
from kernel import clock, forms, lists, pages
from kernel.errors import Conflict, Missing
from kernel.features import Slot
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post

_KEY = re.compile(r"([0-9]{1,9})(?:-[^/]*)?")
PAGE = "community/meetings/meeting.html"
FACES = 5


async def index(request: Request) -> Response:
    """Meetings to come, or past; of a club, near a place, one's own."""
    viewer: Viewer = request.state.viewer
    asked = request.query_params
    club = await _club(viewer, asked.get("club", ""))
    is_mine = viewer.is_member and asked.get("mine") == "1"
    wanted = Wanted(
        is_past=asked.get("when") == "past",
        club_id=club.id if club else None,
        place=" ".join(asked.get("place", "").split())[: queries.LONGEST_PLACE],
        is_mine=is_mine,
        is_first=not is_mine and asked.get("when") != "past",
        q=asked.get("q", "")[:400],
    )
    listing = await queries.listing(viewer, wanted, asked.get("after"))
    context = {
        "meetings": [{**_row(card), "goes_on": wanted.is_first} for card in listing.items],
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "wanted": wanted,
        "club": club,
        "choices": _choices(request, wanted, viewer),
        "may_make": rules.may_make(viewer, club),
    }
    return await pages.page(request, "community/meetings/index.html", context)


async def _club(viewer: Viewer, slug: str) -> ClubCard | None:
    return await clubs.find(viewer, slug) if slug else None


def _choices(request: Request, wanted: Wanted, viewer: Viewer) -> list[tuple[str, str, bool]]:
    """The ways to look at the list."""

    def to(**changes: str | None) -> str:
        return lists.with_query(request, after=None, **{"when": None, "mine": None, **changes})

    found = [(to(), _("To come"), not wanted.is_past and not wanted.is_mine)]
    if viewer.is_member:
        found.append((to(mine="1"), _("Mine"), wanted.is_mine))
    return [*found, (to(when="past"), _("Over"), wanted.is_past and not wanted.is_mine)]


def _row(card: MeetingCard) -> dict[str, Any]:
    return {
        "card": card,
        "leaf": wording.leaf(card),
        "when": wording.when(card),
        "where": wording.where(card),
        "taken": wording.taken(card) if card.coming or card.seats else "",
        "in_line": wording.in_line(card),
        "goes_on": False,
    }


async def show(request: Request) -> Response:
    """One meeting; strangers' pages are kept, a member's holds what is theirs."""
    viewer: Viewer = request.state.viewer
    found = _KEY.fullmatch(request.path_params["key"])
    meeting = await queries.find(viewer, int(found[1])) if found else None
    if meeting is None:
        raise Missing()
    if meeting.url != request.url.path:
        return RedirectResponse(meeting.url, status_code=302)
    if viewer.is_member:
        return await pages.page(request, PAGE, _shown(meeting))

    async def build() -> dict[str, Any]:
        return _shown(meeting)

    return await pages.shared(request, PAGE, build, extra=(clock.today(), meeting.has_begun, meeting.is_over))


def _shown(meeting: MeetingCard) -> dict[str, Any]:
    return {
        **_row(meeting),
        "meeting": meeting,
        "elsewhere": wording.elsewhere(meeting),
        "zone": wording.zone_name(meeting.zone),
        "map": f"https://www.openstreetmap.org/search?query={quote(meeting.place)}" if meeting.place else "",
        "repeats": bool(meeting.series_id),
    }


async def of_series(request: Request) -> Response:
    """The meetings of a series that are still to come."""
    viewer: Viewer = request.state.viewer
    meeting = await queries.find(viewer, number(request))
    if meeting.series_id is None:
        raise Missing()
    found = await queries.of_series(viewer, meeting.series_id)
    context = {"meeting": meeting, "meetings": [_row(card) for card in found]}
    return await pages.page(request, "community/meetings/series.html", context)


async def answer(request: Request) -> Response:
    """Say whether one comes."""
    viewer: Viewer = request.state.viewer
    meeting = await queries.find(viewer, number(request))
    filled = await forms.read(request, ReplyForm)
    if filled.ok:
        try:
            kept = await replies.reply(viewer, meeting, given(filled.valid))
        except Conflict as error:
            filled.refuse("answer", error.message)
        else:
            pages.said(request, said(kept))
            return pages.see_other(request, meeting.url)
    context = {"meeting": meeting, "form": filled, **await _asked(viewer, meeting)}
    return await pages.page(request, "community/meetings/answer.html", context, status=422)


def given(typed: ReplyForm) -> Answer:
    """What was typed, as it is answered."""
    is_online = typed.answer == "screen"
    return Answer(Said.YES if is_online else Said(typed.answer), typed.guests, typed.note, is_online)


def said(kept: queries.ReplyLine) -> str:
    """What came of an answer."""
    if kept.is_waiting:
        return _("Everything is taken: you are on the waiting list, and hear when a place is yours.")
    return {
        Said.YES: _("You come. You can give your place back until it begins."),
        Said.MAYBE: _("Noted as a maybe. It keeps no place."),
        Said.NO: _("You do not come. Thank you for saying so."),
    }[kept.said]


async def reply_box(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of meetings: the question, or what the viewer answered, with the seats."""
    found = await queries.cards(viewer, [int(key) for key in keys])
    return {str(one): await _box(viewer, meeting) for one, meeting in found.items()}


async def _box(viewer: Viewer, meeting: MeetingCard) -> str:
    asked = await _asked(viewer, meeting)
    mine = asked["mine"]
    keeps = rules.may_keep(viewer, meeting)
    typed: dict[str, Any] = {"answer": _typed(mine), "guests": mine.guests, "note": mine.note} if mine else {}
    return pages.fragment(
        "community/meetings/_reply.html",
        form=forms.blank(**(typed or {"answer": "", "guests": 0, "note": ""})),
        meeting=meeting,
        viewer=viewer,
        csrf=viewer.csrf,
        link=await queries.link_of(meeting.id) if (mine and mine.comes) or keeps or meeting.is_link_open else "",
        keeps=keeps,
        sign_in=f"/sign-in?next={quote(meeting.url)}",
        **asked,
    )


def _typed(mine: queries.ReplyLine) -> str:
    return "screen" if mine.is_online else mine.said.value


async def _asked(viewer: Viewer, meeting: MeetingCard) -> dict[str, Any]:
    """What the question and the seats are made of."""
    mine = await queries.reply_of(meeting.id, viewer.id)
    seated = mine.size if mine and mine.comes else 0
    return {
        "mine": mine,
        "may_reply": rules.may_reply(viewer, meeting),
        "is_open": rules.is_open(meeting),
        "taken": wording.taken(meeting),
        "in_line": wording.in_line(meeting),
        "rails": pegs.rails(meeting.seats, meeting.coming, seated),
        "before": await queries.before(mine) if mine and mine.is_waiting else 0,
    }


async def comers(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of meetings: who comes, told to the members of its club and to those who come."""
    found = await queries.cards(viewer, [int(key) for key in keys])
    return {str(one): await _comers(viewer, meeting) for one, meeting in found.items() if viewer.is_member}


async def _comers(viewer: Viewer, meeting: MeetingCard) -> str:
    lines = [line for line in await queries.replies(meeting.id) if line.comes]
    theirs = any(line.person_id == viewer.id for line in lines)
    if not lines or not (theirs or meeting.role or rules.may_keep(viewer, meeting)):
        return ""
    cards = await people.names([line.person_id for line in lines if line.person_id])
    return pages.fragment(
        "community/meetings/_comers.html",
        meeting=meeting,
        faces=list(cards.values())[:FACES],
        names=[card.name for card in cards.values()][:FACES],
        others=sum(1 + line.guests for line in lines) - min(len(cards), FACES),
    )


async def club_box(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: the meeting that comes next, as all of the viewer's scope see it, and the way to the others."""
    found = await queries.next_of_each(replace(viewer, id=None), [int(key) for key in keys])
    return {str(club): pages.fragment("community/meetings/_next.html", one=_row(card)) for club, card in found.items()}


slots = [
    Slot("meeting.reply", reply_box, personal=True),
    Slot("meeting.comers", comers, personal=True),
    Slot("club.meeting", club_box),
]
routes = [
    get("/meetings", index, allow=everyone),
    get("/meetings/{id}/series", of_series, allow=everyone),
    post("/meetings/{id}/reply", answer, allow=members),
    get("/meetings/{key}", show, allow=everyone),
]
