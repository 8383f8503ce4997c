"""The programme as everybody reads it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.programme import queries, terms
from kernel import pages
from kernel.viewer import everyone
from kernel.web import get


async def index(request: Request) -> Response:
    """What it is, its tiers, the three kinds of thanks, and what is one's own of it."""

    async def build() -> dict[str, Any]:
        counted = await queries.counted()
        return {
            "tiers": [(tier, counted.get(tier.slug, 0)) for tier in await queries.tiers()],
            "terms": await terms.now(),
        }

    return await pages.shared(request, "ambassadors/programme/index.html", build)


routes = [get("/ambassadors", index, allow=everyone)]
