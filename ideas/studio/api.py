"""Designs by the API: the same lists and the same doors as the pages."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from community.discussion.api import comments_api
from ideas.board import queries as ideas
from ideas.studio import gallery, products, queries, recipe, wording
from ideas.studio.models import Design, State
from ideas.studio.queries import DesignCard
from kernel import api
from kernel.errors import Missing
from kernel.lists import with_query
from kernel.viewer import STRANGER, Viewer
from kernel.web import number


class DesignerOut(BaseModel):
    """Who made it; an ambassador receives perks from the brand."""

    handle: str
    name: str
    is_ambassador: bool


class DesignOut(BaseModel):
    """A design as it stands on a shelf; `price` in minor units."""

    id: int
    title: str
    template: str
    author: DesignerOut
    price: int
    currency: str
    remixes: int
    comments: int
    url: str
    svg: str
    png: str
    published_at: datetime | None


class WholeDesignOut(DesignOut):
    """A design with its recipe, the same in words, its story, and what it began from."""

    version: int
    recipe: dict[str, Any]
    words: str
    story: str
    remixing: str
    share: int
    original: int | None
    idea: int | None


class DesignsOut(BaseModel):
    """A page of designs, and the address of the next."""

    items: list[DesignOut]
    next: str | None


async def index(request: Request) -> Response:
    asked = await gallery.narrowed(request, list((await products.newest()).values()))
    listing = await queries.listing(request.state.viewer, asked.wanted, request.query_params.get("after"))
    after = with_query(request, after=listing.after) if listing.after else None
    items = [DesignOut(**_told(card)) for card in listing.items]
    return api.answer(DesignsOut(items=items, next=after), request=request)


async def show(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    design = await queries.find(viewer, number(request))
    card = (await queries.cards(viewer if not design.is_listed else STRANGER, [design.id])).get(design.id)
    if card is None or design.state == State.DRAFT:
        raise Missing()
    out = await _whole(design, card)
    if design.idea_id and await ideas.unseen(viewer, [design.idea_id]):
        out = out.model_copy(update={"idea": None})
    return api.answer(out, request=request)


async def _whole(design: Design, card: DesignCard) -> WholeDesignOut:
    made = await products.version(design.template_id, design.version)
    return WholeDesignOut(
        **_told(card),
        version=design.version,
        recipe=json.loads(design.recipe),
        words=wording.sentence(recipe.parse(design.recipe), made.product),
        story=design.story,
        remixing=design.remixing,
        share=design.share,
        original=design.original_id,
        idea=design.idea_id,
    )


def _told(card: DesignCard) -> dict[str, Any]:
    same = ("id", "title", "template", "price", "currency", "remixes", "comments", "url", "svg", "png", "published_at")
    author = DesignerOut(handle=card.handle, name=card.author, is_ambassador=card.is_ambassador)
    return {**{name: getattr(card, name) for name in same}, "author": author}


QUERY = {
    "template": "address of a product",
    "colour": "key of a dye that the designs show",
    "of": "number of the design they began from",
    "sort": "trending, new, score or remixed",
    "after": "where to go on, from `next`",
}

routes = [
    api.route("GET", "/designs", index, summary="Designs", gives=DesignsOut, query=QUERY),
    *comments_api("design", "/designs/{id}/comments"),
    api.route("GET", "/designs/{id}", show, summary="One design", gives=WholeDesignOut),
]
