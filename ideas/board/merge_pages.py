"""Merging in the browser: choosing, the preview, the act, the list of what was merged, and its undoing."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from ideas.board import merges, merging, queries, rules, words
from ideas.board.queries import IdeaCard, IdeaFilter
from kernel import forms, lists, pages
from kernel.errors import Conflict, Invalid
from kernel.forms import Filled, Form, Text
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from kernel.viewer import Viewer
from kernel.web import LARGEST, get, number, post

OFFERED = 8


class MergeForm(Form):
    """Which ideas become one, which of them stays, and why."""

    idea: list[str] = Field(default_factory=list, max_length=merging.MOST + 1)
    target: str = ""
    reason: Annotated[Text, Field(max_length=2000)] = ""


async def new(request: Request) -> Response:
    asked = request.query_params
    return await _page(request, forms.blank(idea=asked.getlist("idea"), target=asked.get("target", "")))


async def create(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, MergeForm)
    if not filled.ok:
        return await _page(request, filled, status=422)
    sent = filled.valid
    target, ids = _number(sent.target), _numbers(sent.idea)
    try:
        made = await merging.merge(
            viewer, sources=[one for one in ids if one != target], target=target, reason=sent.reason
        )
    except (Conflict, Invalid) as error:
        return await _page(request, filled.refuse("form", error.message), status=error.status)
    count = len(set(ids) - {target})
    pages.said(
        request,
        ngettext(
            "%(count)s idea was merged into this one. You can undo it at any time.",
            "%(count)s ideas were merged into this one. You can undo it at any time.",
            count,
        )
        % {"count": count},
    )
    return pages.see_other(request, f"/ideas/{made.target_id}")


async def _page(request: Request, filled: Filled[Any], *, status: int = 200) -> Response:
    """The chosen ideas, what a merge makes of them, and where to find more of them."""
    viewer: Viewer = request.state.viewer
    chosen = await merges.standing(viewer, _numbers(filled.values.get("idea", [])))
    q = " ".join(request.query_params.get("q", "")[:200].split())
    asked = _number(filled.values.get("target", ""))
    target = next((one for one in chosen if one.id == asked), None) or (merges.most_wanted(chosen) if chosen else None)
    context = {
        "form": filled,
        "chosen": chosen,
        "target": target,
        "preview": await merges.preview(viewer, chosen, target) if target and len(chosen) > 1 else None,
        "q": q,
        "offered": await _offered(viewer, q, chosen),
        "is_full": len(chosen) > merging.MOST,
        "status": words.status,
    }
    return await pages.page(request, "ideas/board/merge.html", context, status=status)


async def _offered(viewer: Viewer, q: str, chosen: list[IdeaCard]) -> list[IdeaCard]:
    """Ideas that hold the words looked for, or the one whose number or address was typed."""
    if not q:
        return []
    typed = q.rpartition("/ideas/")[2].partition("-")[0].partition("?")[0].lstrip("#")
    if typed.isascii() and typed.isdecimal():
        found = await merges.standing(viewer, _numbers([typed]))
    else:
        found = list((await queries.listing(viewer, IdeaFilter(q=q, sort="top"), size=OFFERED)).items)
    taken = {one.id for one in chosen}
    return [one for one in found if one.id not in taken]


def _numbers(typed: list[str]) -> list[int]:
    return [one for one in map(_number, typed[: merging.MOST + 1]) if one]


def _number(typed: Any) -> int:
    text = str(typed or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= LARGEST else 0


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea_id = _number(request.query_params.get("idea"))
    idea = await queries.find(viewer, idea_id) if idea_id else None
    listing = await merges.listing(viewer, request.query_params.get("after"), idea_id=idea.id if idea else None)
    context = {
        "merges": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "idea": idea,
        "url": queries.address(idea.id, idea.slug) if idea else "",
    }
    return await pages.page(request, "ideas/board/merges.html", context)


async def show(request: Request) -> Response:
    made = await merges.find(request.state.viewer, number(request))
    return await pages.page(request, "ideas/board/merge_made.html", {"made": made, "outrun": ""})


async def part(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    made = await merges.find(viewer, number(request))
    try:
        await merging.undo(viewer, made.id)
    except Conflict as error:
        context = {"made": await merges.find(viewer, made.id), "outrun": error.message}
        return await pages.page(request, "ideas/board/merge_made.html", context, status=error.status)
    pages.said(request, _("Undone: each idea stands again as it stood, with what was said and given to it."))
    return pages.see_other(request, f"/moderation/merges/{made.id}")


routes = [
    get("/moderation/merges", index, allow=rules.may_merge),
    get("/moderation/merges/new", new, allow=rules.may_merge),
    post("/moderation/merges", create, allow=rules.may_merge),
    get("/moderation/merges/{id}", show, allow=rules.may_merge),
    post("/moderation/merges/{id}/parting", part, allow=rules.may_merge),
]
