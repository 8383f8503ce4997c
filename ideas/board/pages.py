"""Reading ideas: the list, search, one idea, its history, and following it."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ideas.board import actions, boards, filters, lineage, queries, queue, rules, sheets, values, words
from ideas.board.boards import BoardCard
from ideas.board.history import versions
from ideas.board.queries import IdeaFilter
from ideas.board.sight import ANY
from kernel import lists, pages, slots
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post

_KEY = re.compile(r"([0-9]{1,10})(?:-[^/]*)?")


class Elsewhere(Exception):
    """The page has another address."""


class Unshared(Exception):
    """The page is for this viewer alone."""


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    if request.query_params.get("q"):  # the index follows a change by a moment: nothing of it is kept
        return await pages.page(request, "ideas/board/index.html", await _index(request, viewer))
    if viewer.is_member and (request.query_params.get("mine") or await _finds_own_alone(request)):
        return await pages.page(request, "ideas/board/index.html", await _index(request, viewer))
    told = await boards.known(viewer)
    return await pages.shared(request, "ideas/board/index.html", lambda: _index(request, told), told=told)


async def _finds_own_alone(request: Request) -> bool:
    """Is it a board where the viewer's list is like nobody else's?"""
    viewer: Viewer = request.state.viewer
    slug = request.query_params.get("board", "")
    return any(one.slug == slug and not rules.may_read_all(viewer, one) for one in await boards.within_reach(viewer))


async def _index(request: Request, viewer: Viewer) -> dict[str, Any]:
    asked = request.query_params
    board = await boards.by_slug(viewer, asked["board"]) if asked.get("board") else None
    sort = asked.get("sort") if asked.get("sort") in queries.SORTS else "trending"
    status = asked.get("status", "") if asked.get("status") in words.LABELS else ""
    mine = viewer.is_member and bool(asked.get("mine") or (board and not rules.may_read_all(viewer, board)))
    narrowing = await filters.narrowed(board, asked)
    wanted = IdeaFilter(
        board=board,
        status=status,
        tag=asked.get("tag", "")[:80],
        q=asked.get("q", "")[:400],
        mine=mine,
        sort=str(sort),
        asked=narrowing.where,
    )
    listing = await queries.listing(viewer, wanted, asked.get("after"))
    reach = await boards.within_reach(viewer)
    seen = [one for one in reach if rules.may_read_all(viewer, one)]
    counted = [one for one in seen if board in (None, one)]
    return {
        "ideas": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "wanted": wanted,
        "narrowing": narrowing,
        "owner": await boards.owner(board),
        "kept": [(name, value[:80]) for name, value in asked.items() if name not in ("q", "after")],
        "boards": _board_links(request, seen, reach, board),
        "states": _state_links(request, counted, status) if counted else [],
        "sorts": _sort_links(request, wanted.sort),
        "total": _total(wanted, counted),
        "is_later": bool(asked.get("after")),
        "may_propose": any(rules.may_propose(viewer, one) for one in ([board] if board else reach)),
        "everything": _address(request, board=None, status=None, tag=None, q=None, mine=None),
        "feed": f"/ideas.atom?board={board.slug}" if board else "/ideas.atom",
        "mine": wanted.mine and bool(asked.get("mine")),
    }


def _board_links(
    request: Request, seen: list[BoardCard], reach: list[BoardCard], chosen: BoardCard | None
) -> list[dict[str, Any]]:
    """A one-way board stands among them without its count, for those who find their own ideas alone there."""
    total = sum(board.ideas for board in seen)
    every = {"name": _("All"), "url": _address(request, board=None), "count": total}
    links = [{**every, "current": chosen is None, "board": None}]
    for board in reach:
        url, count = _address(request, board=board.slug), board.ideas if board in seen else None
        links.append({"name": board.name, "url": url, "count": count, "current": board == chosen, "board": board})
    return links


def _address(request: Request, **changed: str | None) -> str:
    """Another list from its beginning; what a board asks for narrows no other."""
    return lists.with_query(request, **{**filters.cleared(request.query_params), **changed, "after": None})


def _state_links(request: Request, seen: list[BoardCard], chosen: str) -> list[dict[str, Any]]:
    return [
        {
            "status": status,
            "name": words.status(status),
            "count": count,
            "url": lists.with_query(request, status=None if status == chosen else status, after=None),
            "current": status == chosen,
        }
        for status, count in boards.totals(seen).items()
    ]


def _sort_links(request: Request, chosen: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "url": lists.with_query(request, sort=sort, after=None), "current": sort == chosen}
        for sort, name in words.named(words.SORTS)
    ]


def _total(wanted: IdeaFilter, counted: list[BoardCard]) -> int | None:
    """How many ideas the whole list holds, where the kept counts can tell."""
    if wanted.tag or wanted.q or wanted.mine or wanted.asked != ANY or not counted:
        return None
    if wanted.status:
        return boards.totals(counted).get(wanted.status)
    return sum(board.ideas for board in counted)


async def show(request: Request) -> Response:
    found = _KEY.fullmatch(request.path_params["key"])
    if not found:
        raise Missing()
    idea_id = int(found[1])
    try:
        return await pages.shared(request, "ideas/board/idea.html", lambda: shown(request, idea_id))
    except Elsewhere as moved:
        return RedirectResponse(str(moved), status_code=302)
    except Unshared:
        return await pages.page(request, "ideas/board/idea.html", await shown(request, idea_id, alone=True))


async def shown(request: Request, idea_id: int, *, alone: bool = False) -> dict[str, Any]:
    viewer: Viewer = request.state.viewer
    idea = await sheets.sheet(viewer, idea_id)
    if idea.merged_into and not await queries.unseen(queries.impersonal(viewer), [idea.merged_into[0]]):
        raise Elsewhere(f"{queries.address(*idea.merged_into[:2])}?from={idea.id}")
    if idea.url != request.url.path and request.method == "GET":
        raise Elsewhere(idea.url + (f"?{request.url.query}" if request.url.query else ""))
    if idea.is_personal and not alone:
        raise Unshared
    came_from = request.query_params.get("from", "")
    told = await lineage.told(viewer, idea.taken, idea.merges, author_id=idea.author_id, came_from=came_from)
    return {
        "idea": idea,
        "lineage": told,
        "way": sorted([*idea.trail, *told.arrivals], key=attrgetter("created_at")),
        "may_merge": rules.may_merge(viewer),
        "club": idea.club if idea.club and idea.club.is_shown_to(viewer) else None,
        "may_answer": rules.may_answer(viewer),
        "feed": f"/ideas/{idea.id}.atom",
        "bands": words.BANDS,
        "told": await values.lines(dict(idea.held)),
        **(await queue.told(viewer, idea) if idea.waits_since else {}),
    }


async def history(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    context = {
        "idea": idea,
        "url": queries.address(idea.id, idea.slug),
        "versions": await versions(idea.id),
        "answers": (await sheets.sheet(viewer, idea.id)).answers if idea.merged_into_id else (),
    }
    return await pages.page(request, "ideas/board/history.html", context)


async def follow(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    await actions.follow(viewer, idea)
    return await _followed(request, idea.id, idea.author_id, _("You will hear of every change of state."))


async def unfollow(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    await actions.unfollow(viewer, idea)
    return await _followed(request, idea.id, idea.author_id, _("You will hear no more of this idea."))


async def _followed(request: Request, idea_id: int, author_id: int, message: str) -> Response:
    if pages.by_htmx(request):
        key = f"{idea_id}:{author_id}"
        return pages.answer(await slots.one("idea.follow", request.state.viewer, key))
    pages.said(request, message)
    return pages.see_other(request, f"/ideas/{idea_id}")


routes = [
    get("/ideas", index, allow=everyone),
    get("/ideas/{id}/history", history, allow=everyone),
    post("/ideas/{id}/follow", follow, allow=members),
    post("/ideas/{id}/follow/withdrawal", unfollow, allow=members),
    get("/ideas/{key}", show, allow=everyone),
]
