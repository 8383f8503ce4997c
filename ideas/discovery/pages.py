"""Search: its page, and what is offered while one types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ideas.board import boards, words
from ideas.discovery import asked, results, suggesting
from ideas.discovery.asked import Asked
from ideas.discovery.results import Results
from kernel import pages
from kernel.i18n import gettext as _
from kernel.search import registry
from kernel.viewer import Viewer, everyone
from kernel.web import get

LANGUAGES = (("fr", "Français"), ("en", "English"))


async def search(request: Request) -> Response:
    """What was found; without words, what may be looked for."""
    viewer: Viewer = request.state.viewer
    wanted = await asked.read(viewer, request.query_params)
    found = await results.found(viewer, wanted) if wanted.q else None
    context = {
        "asked": wanted,
        "found": found,
        "tabs": _tabs(wanted, found) if found else [],
        "narrowing": await _narrowing(viewer, wanted) if found else [],
        "kinds": [_(kind.label) for kind in registry.kinds()],
        "everything": f"/search?{urlencode({'q': wanted.q})}",
        "propose": f"/ideas/new?{urlencode({'title': wanted.q[:200]})}",
        "meant_url": wanted.url(q=found.meant) if found else "",
    }
    return await pages.page(request, "ideas/discovery/search.html", context)


def _tabs(wanted: Asked, found: Results) -> list[dict[str, Any]]:
    """All, and each kind of which there is something, or which was asked for."""
    every = sum(group.count for group in found.tabs)
    links = [{"name": _("All"), "url": wanted.url(kind="", board="", status="", tag=""), "count": every}]
    links[0] |= {"is_cut": any(group.is_cut for group in found.tabs), "current": not wanted.kind}
    return links + [
        {
            "name": group.label,
            "url": group.url,
            "count": group.count,
            "is_cut": group.is_cut,
            "current": group.kind == wanted.kind,
        }
        for group in found.tabs
    ]


async def _narrowing(viewer: Viewer, wanted: Asked) -> list[dict[str, Any]]:
    """What ideas may be narrowed by, and languages; what is chosen is let go of by choosing it again."""
    seen = await boards.visible_to(viewer)
    by_board = [(board.name, "board", board.slug) for board in seen if board.ideas or board.slug == wanted.board]
    by_state = [(words.status(state), "status", state) for state in asked.STATES]
    groups = [
        (_("Boards"), by_board if len(by_board) > 1 or wanted.board else []),
        (_("How far along"), by_state),
        (_("Written in"), [(name, "lang", code) for code, name in LANGUAGES]),
    ]
    return [
        {"name": name, "links": [_choice(wanted, *choice) for choice in choices]} for name, choices in groups if choices
    ]


def _choice(wanted: Asked, name: str, param: str, value: str) -> dict[str, Any]:
    current = getattr(wanted, param) == value
    kind = {} if param == "lang" else {"kind": "idea"}
    return {
        "name": name,
        "url": wanted.url(**{**kind, param: "" if current else value}),
        "current": current,
        "status": value if param == "status" else "",
    }


async def suggestions(request: Request) -> Response:
    """A few texts whose titles hold what is being typed: a part of a page, or the whole search without scripts."""
    if not pages.by_htmx(request):
        return RedirectResponse(f"/search?{request.query_params}", status_code=303)
    viewer: Viewer = request.state.viewer
    q = request.query_params.get("q", "")[:200]
    found = await suggesting.while_typing(viewer, q, request.query_params.get("in", ""))
    context = {"found": found, "q": q.strip(), "all_url": f"/search?{urlencode({'q': q.strip()})}"}
    return await pages.page(request, "ideas/discovery/_suggestions.html", context)


routes = [
    get("/search", search, allow=everyone),
    get("/search/suggestions", suggestions, allow=everyone),
]
