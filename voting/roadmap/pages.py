"""The public roadmap and its feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from kernel import db, feeds, pages, site, speech
from kernel.feeds import Entry
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone
from kernel.web import get
from voting.roadmap import queries
from voting.roadmap.desk import HORIZONS


async def roadmap(request: Request) -> Response:
    """Now, next, later; then what shipped and what was declined, with the reason."""
    viewer: Viewer = request.state.viewer

    async def build() -> Mapping[str, Any]:
        plans = await queries.plans(viewer)
        return {"plans": plans, "any_planned": any(plans[name] for name in ("now", "next", "later"))}

    return await pages.shared(request, "voting/roadmap/index.html", build)


async def feed(request: Request) -> Response:
    """What moved lately, as Atom."""
    viewer: Viewer = request.state.viewer
    brand = (await site.current()).name
    moves = await queries.latest_moves(viewer)
    word = _("Roadmap")
    return await feeds.answer(request, f"{brand}: {word}", "/roadmap", [_entry(move, brand) for move in moves])


def _entry(move: db.Row, brand: str) -> Entry:
    """One move: from where to where, and why."""
    key, url, at = feeds.full(f"/roadmap#move-{move['id']}"), feeds.full(move["url"]), move["created_at"]
    ends = [" ".join(filter(None, (_place(move[end]), move[f"target_{end}"]))) for end in ("before", "after")]
    why = f": {move['reason']}" if move["reason"] else ""
    html = f"<p>{escape(' → '.join(ends) + why)}</p>"
    return Entry(key, move["title"], url, at, at, brand, html, speech.of(move["title"]))


def _place(horizon: str) -> str:
    name = HORIZONS[horizon or "off"]
    return _(name)


routes = [get("/roadmap", roadmap, allow=everyone), get("/roadmap.atom", feed, allow=everyone)]
