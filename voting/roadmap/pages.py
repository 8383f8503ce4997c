"""The public roadmap and its feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kernel import pages, site
from kernel.features import the_house
from kernel.viewer import Viewer, everyone
from kernel.web import get
from voting.roadmap import queries


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
    base = str(the_house().settings.base_url).rstrip("/")
    context = {"moves": await queries.latest_moves(viewer), "base_url": base, "brand": await site.current()}
    body = pages.render("voting/roadmap/feed.xml", context)
    return Response(body, media_type="application/atom+xml", headers=_kept_by(viewer))


def _kept_by(viewer: Viewer) -> dict[str, str]:
    """What everyone may read may be kept by anyone on the way; a member's sight is theirs."""
    kept = "private, no-cache" if viewer.is_member else "public, max-age=300"
    return {"Cache-Control": kept, "Vary": "Cookie, Accept-Language"}


routes = [get("/roadmap", roadmap, allow=everyone), get("/roadmap.atom", feed, allow=everyone)]
