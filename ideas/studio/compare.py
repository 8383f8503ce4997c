"""Two designs side by side, and in words what differs; for the team also what looks like one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import likenesses, products, queries, recipe, similar, wording
from ideas.studio.models import Design, State
from ideas.studio.queries import DesignCard
from ideas.studio.wording import Changed, Said, Spoken
from kernel import feeds, pages
from kernel.errors import Missing
from kernel.viewer import Viewer, everyone, staff
from kernel.web import get, number


@dataclass(frozen=True)
class Pair:
    """Two designs: what differs choice by choice where they are of one product, else all that either is."""

    one: DesignCard
    other: DesignCard
    is_same_product: bool
    share: float
    changes: list[Changed]
    words: tuple[list[Said], list[Said]]
    unread: tuple[int, ...]
    """Drafts of somebody else, which the team sees here alone."""

    @property
    def report(self) -> str:
        """Where the second is reported as a copy of the first."""
        text = feeds.full(f"/designs/{self.one.id}")
        return "/reports/new?" + urlencode({"kind": "design", "id": self.other.id, "rule": "copy", "text": text})


async def pair(viewer: Viewer, one: Design, other: Design) -> Pair:
    """Two designs that the viewer sees."""
    cards = await likenesses.cards(viewer, [one, other])
    spoken, against = await _spoken(one), await _spoken(other)
    same = one.template_id == other.template_id
    return Pair(
        one=cards[one.id],
        other=cards[other.id],
        is_same_product=same,
        share=similar.likeness(spoken.wanted, against.wanted),
        changes=wording.differences(spoken, against) if same else [],
        unread=tuple(d.id for d in (one, other) if d.state == State.DRAFT and d.author_id != viewer.id),
        words=(wording.lines(*_told(spoken)), wording.lines(*_told(against))) if not same else ([], []),
    )


def _told(spoken: Spoken) -> tuple[Any, Any]:
    return spoken.wanted, spoken.product


async def _spoken(design: Design) -> Spoken:
    made = await products.version(design.template_id, design.version)
    return Spoken(recipe.parse(design.recipe), made.product)


async def side_by_side(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    one, other = [await _asked(request, name) for name in ("a", "b")]
    if one.id == other.id:
        raise Missing()
    return await pages.page(request, "ideas/studio/compare.html", {"pair": await pair(viewer, one, other)})


async def _asked(request: Request, name: str) -> Design:
    typed = request.query_params.get(name, "")
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 10:
        raise Missing()
    return await likenesses.find(request.state.viewer, int(typed))


async def alike(request: Request) -> Response:
    """What looks like a design, for the team."""
    design = await likenesses.find(request.state.viewer, number(request))
    found = await similar.near(design, design.picture_hash)
    is_draft = design.state == State.DRAFT
    url = queries.address(design.id, design.slug)
    context = {"design": design, "url": url, "is_draft": is_draft, "alike": found}
    return await pages.page(request, "ideas/studio/alike.html", context)


routes = [
    get("/designs/compare", side_by_side, allow=everyone),
    get("/designs/{id}/alike", alike, allow=staff),
]
