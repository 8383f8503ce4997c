"""Designs that look like another's: the team hears of each before it is published, and finds all of them at one place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import queries
from ideas.studio.models import Design, State
from ideas.studio.queries import DesignCard
from kernel import db, pages
from kernel.errors import Missing
from kernel.events import record
from kernel.viewer import SYSTEM, Viewer, staff
from kernel.web import get

LIKE = "design.alike"
SHOWN = 60


@dataclass(frozen=True)
class Pointed:
    """A pair that the team was told of: what was there before, what looks like it, and what became of that since."""

    at: datetime
    first: DesignCard
    second: DesignCard
    is_draft: bool
    is_hidden: bool

    @property
    def url(self) -> str:
        return f"/designs/compare?a={self.first.id}&b={self.second.id}"


async def tell(viewer: Viewer, design: Design, like: int, *, title: str) -> None:
    """Tell the team, once for a design, that it looks like another's; inside a transaction."""
    if not await is_told(design.id):
        await record(LIKE, actor=viewer.id, subject=("design", design.id), like=like, title=title)


async def is_told(design_id: int) -> bool:
    sql = "SELECT id FROM event WHERE subject_kind = 'design' AND subject_id = ? AND kind = ? LIMIT 1"
    return bool(await db.rows(sql, design_id, LIKE))


async def find(viewer: Viewer, design_id: int) -> Design:
    """A design that the viewer sees; the team also sees a draft that its author asked to publish though it looks like another."""
    try:
        return await queries.find(viewer, design_id)
    except Missing:
        if not viewer.is_staff or not await is_told(design_id):
            raise
    draft = await Design.get_or_none(id=design_id)  # it may have been thrown away since
    if draft is None:
        raise Missing()
    return draft


async def cards(viewer: Viewer, designs: Sequence[Design]) -> dict[int, DesignCard]:
    """Designs that `find` gave, drafts among them."""
    found: dict[int, DesignCard] = {}
    for author in dict.fromkeys(design.author_id for design in designs):
        theirs = [design.id for design in designs if design.author_id == author]
        found |= await queries.cards(replace(viewer, id=author), theirs)
    return found


async def newest() -> list[Pointed]:
    """The pairs that the team was told of last, without those of which a design is gone."""
    rows = await db.rows(f"SELECT subject_id, at, data FROM event WHERE kind = ? ORDER BY id DESC LIMIT {SHOWN}", LIKE)
    pairs = [(row["at"], int(json.loads(row["data"])["like"]), row["subject_id"]) for row in rows]
    numbers = {number for _, *two in pairs for number in two}
    found = {design.id: design for design in await Design.filter(id__in=numbers)}
    shown = await cards(SYSTEM, list(found.values()))
    return [
        Pointed(at, shown[one], shown[other], found[other].state == State.DRAFT, found[other].hidden_at is not None)
        for at, one, other in pairs
        if one in shown and other in shown
    ]


async def index(request: Request) -> Response:
    return await pages.page(request, "ideas/studio/likenesses.html", {"pairs": await newest()})


routes = [get("/designs/alike", index, allow=staff)]
