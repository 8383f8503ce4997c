"""Wish lists by the API: those of a club, with the answers, as its pages show them; without worth."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from kernel import api
from kernel.viewer import Viewer
from kernel.web import number
from voting.wishes import queries
from voting.wishes.queries import Item, WishCard


class WishOut(BaseModel):
    """One wish. `reply` is accepted, declined, question, or null while none is there; `promise` is kept, late, due or empty."""

    position: int
    words: str
    idea: int | None
    reply: str | None
    horizon: str
    answer: str
    answered_at: datetime | None
    promised_on: date | None
    kept_on: date | None
    promise: str


class WishListHead(BaseModel):
    """A wish list: `owed` counts the wishes that wait for an answer, `checksum` is the SHA-256 of the frozen text."""

    id: int
    title: str
    url: str
    state: str
    signatures: int
    items: int
    owed: int
    delivered_at: datetime | None
    due_at: datetime | None
    checksum: str


class WishListOut(WishListHead):
    """The same with its text and its wishes."""

    text: str
    wishes: list[WishOut]


class WishListsOut(BaseModel):
    """The lists of a club, the newest first."""

    items: list[WishListHead]
    next: str | None = None


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club = await clubs.find(viewer, request.path_params["slug"])
    found = await queries.of_club(viewer, club)
    return api.answer(WishListsOut(items=[WishListHead(**_head(one)) for one in found]), request=request)


async def show(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club = await clubs.find(viewer, request.path_params["slug"])
    found = await queries.find(viewer, club, number(request))
    wishes = [_wish(one) for one in await queries.items(viewer, found, told=False)]
    return api.answer(WishListOut(**_head(found), text=found.frozen, wishes=wishes), request=request)


def _head(found: WishCard) -> dict[str, object]:
    return {name: getattr(found, name) for name in WishListHead.model_fields} | {"state": found.state.value}


def _wish(item: Item) -> WishOut:
    """The number of an idea is told where the idea itself is."""
    told = {name: getattr(item, name) for name in WishOut.model_fields if name not in ("idea", "reply")}
    return WishOut(**told, idea=item.idea_id if item.idea_url else None, reply=item.reply.value if item.reply else None)


routes = [
    api.route("GET", "/clubs/{slug}/wishes", index, summary="Wish lists of a club", gives=WishListsOut),
    api.route("GET", "/clubs/{slug}/wishes/{id}", show, summary="One wish list, with its answers", gives=WishListOut),
]
