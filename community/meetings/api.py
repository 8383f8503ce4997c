"""Meetings by the API, and one's own answer to them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from community.meetings import queries, replies
from community.meetings.forms import MOST_GUESTS
from community.meetings.models import Said
from community.meetings.queries import MeetingCard, ReplyLine, Wanted
from community.meetings.replies import Answer
from kernel import api, lists
from kernel.forms import Line
from kernel.viewer import Viewer, members
from kernel.web import number


class MeetingOut(BaseModel):
    """A meeting; `begins` and `ends` are hours of `zone`. Where one comes in on screen is told to those who come."""

    id: int
    title: str
    body: str
    club: str = Field(description="The club's address; empty for a meeting of the brand.")
    series: int | None
    begins_at: datetime
    ends_at: datetime
    begins: str
    ends: str
    zone: str
    place: str
    on_screen: bool
    cost: str
    seats: int | None = Field(description="Empty where they are not counted.")
    coming: int
    waiting: int
    cancelled: bool
    reason: str
    url: str


class MeetingsOut(BaseModel):
    """Some meetings, and the address of the next."""

    items: list[MeetingOut]
    next: str | None


class AnswerIn(BaseModel):
    """What one answers; `screen` is a yes from elsewhere, where others sit."""

    answer: Literal["yes", "screen", "maybe", "no"]
    guests: int = Field(0, ge=0, le=MOST_GUESTS)
    note: Line = Field("", max_length=300)


class AnswerOut(BaseModel):
    """What one answered, and what became of it."""

    answer: str
    guests: int
    waiting: bool
    code: str = Field(description="Said at the door.")
    link: str = Field(description="On screen; empty for who does not come, unless the host opened it.")


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    asked = request.query_params
    club = await clubs.find(viewer, asked["club"]) if asked.get("club") else None
    wanted = Wanted(
        is_past=asked.get("when") == "past",
        club_id=club.id if club else None,
        place=asked.get("place", "")[: queries.LONGEST_PLACE],
    )
    listing = await queries.listing(viewer, wanted, asked.get("after"))
    after = lists.with_query(request, after=listing.after) if listing.after else None
    return api.answer(MeetingsOut(items=[_out(card) for card in listing.items], next=after), request=request)


async def show(request: Request) -> Response:
    return api.answer(_out(await queries.find(request.state.viewer, number(request))), request=request)


async def mine(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    meeting = await queries.find(viewer, number(request))
    return api.answer(await _answer(meeting, await queries.reply_of(meeting.id, viewer.id)), request=request)


async def answer(request: Request) -> Response:
    """Say whether one comes."""
    sent = await api.body(request, AnswerIn)
    meeting = await queries.find(request.state.viewer, number(request))
    is_online = sent.answer == "screen"
    said = Answer(Said.YES if is_online else Said(sent.answer), sent.guests, sent.note, is_online)
    kept = await replies.reply(request.state.viewer, meeting, said)
    return api.answer(await _answer(meeting, kept))


async def _answer(meeting: MeetingCard, line: ReplyLine | None) -> AnswerOut:
    shown = meeting.is_link_open or (line is not None and line.comes)
    link = await queries.link_of(meeting.id) if shown else ""
    if line is None:
        return AnswerOut(answer="", guests=0, waiting=False, code="", link=link)
    return AnswerOut(
        answer="screen" if line.is_online else line.said.value,
        guests=line.guests,
        waiting=line.is_waiting,
        code=line.code if line.comes else "",
        link=link,
    )


def _out(card: MeetingCard) -> MeetingOut:
    same = ("id", "title", "body", "begins_at", "ends_at", "zone", "place", "cost", "seats", "coming", "waiting")
    return MeetingOut(
        **{name: getattr(card, name) for name in same},
        club=card.club_slug,
        series=card.series_id,
        begins=f"{card.begins:%Y-%m-%dT%H:%M}",
        ends=f"{card.ends:%Y-%m-%dT%H:%M}",
        on_screen=card.has_link,
        cancelled=card.is_cancelled,
        reason=card.reason,
        url=card.url,
    )


_FILTER = {
    "club": "the address of a club",
    "place": "words of a place",
    "when": "`past` for those that are over",
    "after": "where to go on, from `next`",
}
routes = [
    api.route("GET", "/meetings", index, gives=MeetingsOut, query=_FILTER, summary="Meetings that one may see"),
    api.route("GET", "/meetings/{id}", show, gives=MeetingOut, summary="A meeting"),
    api.route(
        "GET", "/meetings/{id}/answer", mine, scope="read", allow=members, gives=AnswerOut, summary="One's own answer"
    ),
    api.route(
        "PUT",
        "/meetings/{id}/answer",
        answer,
        scope="write",
        allow=members,
        takes=AnswerIn,
        gives=AnswerOut,
        summary="Say whether one comes",
    ),
]
