"""Links between ideas: what a page shows of them, and how the team sets and ends them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from ideas.board import queries, rules
from ideas.board.models import Idea
from ideas.discovery import choosing, links, splitting
from ideas.discovery.forms import LinkForm
from kernel import api, db, forms, pages
from kernel.errors import Conflict, Invalid, Missing
from kernel.features import Ask, Slot
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.slots import Told
from kernel.viewer import Viewer, staff
from kernel.web import get, number, post


class LinkOut(BaseModel):
    """How an idea stands to another: similar, part_of, contains, blocks or blocked_by."""

    relation: str
    id: int
    title: str
    status: str
    url: str
    since: datetime


class LinksOut(BaseModel):
    """All links of an idea."""

    items: list[LinkOut]


async def index(request: Request) -> Response:
    idea = await _idea(request)
    return await _page(request, idea, forms.blank(q=request.query_params.get("q", "")[:400]))


async def link(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await _idea(request)
    filled = await forms.read(request, LinkForm)
    if filled.data and not filled.data.relation:
        filled.refuse("relation", _("Choose how the two stand to each other."))
    fresh = await _linked(viewer, idea, filled) if filled.ok else False
    if filled.errors:
        filled.values.setdefault("q", str(filled.values.get("other", ""))[:400])
        return await _page(request, idea, filled, status=422)
    pages.said(request, _("Linked. Both pages say so.") if fresh else _("This link stands already."))
    return pages.see_other(request, f"/ideas/{idea.id}/links")


async def _linked(viewer: Viewer, idea: Idea, filled: Filled[LinkForm]) -> bool:
    words = filled.valid
    try:
        return await links.link(viewer, idea.id, choosing.number_in(words.other), links.Relation(str(words.relation)))
    except Missing:
        filled.refuse("other", _("No idea that you may read has this number or address."))
    except (Invalid, Conflict) as error:
        filled.refuse("other", error.message)
    return False


async def end(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await _idea(request)
    await links.end(viewer, number(request, "link"))
    pages.said(request, _("The link is taken away from both pages."))
    return pages.see_other(request, f"/ideas/{idea.id}/links")


async def _idea(request: Request) -> Idea:
    return await queries.find(request.state.viewer, number(request))


async def _page(request: Request, idea: Idea, filled: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    q = str(filled.values.get("q", ""))
    context = {
        "idea": idea,
        "url": queries.address(idea.id, idea.slug),
        "form": filled,
        "q": q,
        "ties": await links.of(viewer, idea.id),
        "found": await choosing.offered(viewer, idea, q),
        "relations": [(value, label, "") for value, label in links.choices()],
    }
    return await pages.page(request, "ideas/discovery/links.html", context, status=status)


def ask_shown(viewer: Viewer, keys: list[str]) -> Ask:
    """Which of these ideas are linked or were divided, they or what was merged with them."""
    ids = [int(key) for key in keys]
    root = "coalesce(a.merged_into_id, a.id)"
    ends = (("idea_link", "idea_id"), ("idea_link", "other_id"), ("idea_split", "source_id"), ("idea_split", "new_id"))
    any_end = " OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE t.{end} = g.id)" for table, end in ends)
    sql = (
        f"SELECT a.id AS number, 1 AS value FROM idea a JOIN idea g ON g.id = {root} OR g.merged_into_id = {root} "
        f"WHERE a.id IN ({db.marks(ids)}) AND ({any_end})"
    )
    return Ask(sql, tuple(ids))


async def shown(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For numbers of ideas: what they are linked with, and what they were divided from or into."""
    filled: dict[str, str] = {}
    for key in sorted({str(idea) for idea, _any in told}):
        ties, splits = await links.of(viewer, int(key)), await _splits(viewer, int(key))
        context = {"ties": ties, "splits": splits}
        filled[key] = pages.fragment("ideas/discovery/_links.html", **context) if ties or splits else ""
    return filled


async def _splits(viewer: Viewer, idea_id: int) -> list[dict[str, Any]]:
    """The other halves that all who share the page may see."""
    rows = await splitting.of(idea_id)
    others = [row["other"] for row in rows if row["other"] != idea_id]
    unseen = await queries.unseen(replace(viewer, id=0) if viewer.is_member else viewer, others) if others else set()
    cards = await queries.card([other for other in others if other not in unseen])
    return [
        {"at": row["at"], "idea": cards[row["other"]], "is_source": row["other"] == row["source_id"]}
        for row in rows
        if row["other"] in cards
    ]


async def tools(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas, to the team: linking it, and dividing it in two."""
    if not rules.may_answer(viewer):
        return {}
    may_split = rules.may_merge(viewer)
    return {key: pages.fragment("ideas/discovery/_desk.html", idea_id=key, may_split=may_split) for key in keys}


async def listed(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await _idea(request)
    items = [
        LinkOut(
            relation=tie.relation.value,
            id=tie.idea.id,
            title=tie.idea.title,
            status=tie.idea.status,
            url=tie.idea.url,
            since=tie.at,
        )
        for tie in await links.of(viewer, idea.id)
    ]
    return api.answer(LinksOut(items=items), request=request)


slots = [Slot("idea.links", shown, asks=ask_shown), Slot("idea.desk", tools, personal=True)]
routes = [
    get("/ideas/{id}/links", index, allow=staff),
    post("/ideas/{id}/links", link, allow=staff),
    post("/ideas/{id}/links/{link}/ending", end, allow=staff),
    api.route("GET", "/ideas/{id}/links", listed, summary="What an idea is linked with", gives=LinksOut),
]
