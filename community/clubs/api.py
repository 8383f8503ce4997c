"""Clubs by the API: the same doors as the pages."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from community.clubs import actions, charters, directory, queries, roster, rules
from community.clubs.directory import Wanted
from community.clubs.forms import FoundForm
from community.clubs.models import Entry, Role
from community.clubs.queries import ClubCard
from kernel import api, security
from kernel.errors import require
from kernel.lists import with_query
from kernel.viewer import Viewer


class ClubOut(BaseModel):
    """A club; `place` is empty where it meets online, `language` where it speaks none or several."""

    id: int
    slug: str
    name: str
    summary: str
    place: str
    language: str
    entry: Entry
    is_private: bool
    members: int
    url: str
    created_at: datetime
    archived_at: datetime | None


class ClubsOut(BaseModel):
    """A page of clubs that go on, the largest first, and the address of the next."""

    items: list[ClubOut]
    next: str | None


class CharterOut(BaseModel):
    """The charter that holds."""

    number: int
    body: str
    at: datetime


class WholeClubOut(ClubOut):
    """A club with its charter, and what the token's owner is in it."""

    charter: CharterOut | None
    role: Role | None


class MemberOut(BaseModel):
    """Somebody of a club, and since when they have belonged."""

    handle: str
    name: str
    role: Role
    since: datetime


class MembersOut(BaseModel):
    """A page of a club's people, hosts first, and the address of the next."""

    items: list[MemberOut]
    next: str | None


class ClubIn(FoundForm):
    """A new club, hosted by the token's owner."""

    model_config = ConfigDict(extra="forbid")


async def index(request: Request) -> Response:
    asked = request.query_params
    wanted = Wanted(asked.get("q", ""), asked.get("place", ""), asked.get("language", ""))
    listing = await directory.listing(request.state.viewer, wanted, asked.get("after"))
    after = with_query(request, after=listing.after) if listing.after else None
    return api.answer(ClubsOut(items=[_out(club) for club in listing.items], next=after), request=request)


async def show(request: Request) -> Response:
    club = await queries.find(request.state.viewer, request.path_params["slug"])
    return api.answer(await _whole(club), request=request)


async def members(request: Request) -> Response:
    club = await queries.find(request.state.viewer, request.path_params["slug"])
    listing = await roster.listing(club.id, request.query_params.get("after"))
    after = with_query(request, after=listing.after) if listing.after else None
    items = [
        MemberOut(handle=one.person.handle, name=one.person.name, role=one.role, since=one.since)
        for one in listing.items
    ]
    return api.answer(MembersOut(items=items, next=after), request=request)


async def found(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    require(rules.may_found(viewer))
    security.limit("club", str(viewer.id), burst=5, per_minute=0.05)
    wanted = await api.body(request, ClubIn)
    club = await actions.found(viewer, charter=wanted.charter, **wanted.columns)
    return api.answer(await _whole(club), status=201)


async def _whole(club: ClubCard) -> WholeClubOut:
    now = await charters.newest(club.id)
    charter = CharterOut(number=now.number, body=now.body, at=now.at) if now else None
    return WholeClubOut(**_out(club).model_dump(), charter=charter, role=club.role)


def _out(club: ClubCard) -> ClubOut:
    return ClubOut(**{name: getattr(club, name) for name in ClubOut.model_fields})


_QUERY = {
    "q": "words of its name, sentence or place",
    "place": "words of its place",
    "language": "a language code",
    "after": "where the page before ended",
}
routes = [
    api.route("GET", "/clubs", index, summary="Clubs", gives=ClubsOut, query=_QUERY),
    api.route(
        "POST", "/clubs", found, summary="Found a club", scope="write", takes=ClubIn, gives=WholeClubOut, status=201
    ),
    api.route("GET", "/clubs/{slug}", show, summary="A club with its charter", gives=WholeClubOut),
    api.route("GET", "/clubs/{slug}/members", members, summary="Who belongs to a club", gives=MembersOut),
]
