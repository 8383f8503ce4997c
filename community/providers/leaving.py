"""Signing out at the provider too, and hearing from it that somebody signed out there."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from community.identity import attempts
from community.providers import discovery, goodbye
from community.providers.trouble import Unable
from kernel import forms, pages
from kernel.viewer import everyone
from kernel.web import get, post

OUT = "signing-out"
NO_STORE = {"Cache-Control": "no-store"}
log = logging.getLogger("tandem.providers")


async def lead_on(request: Request) -> Response | None:
    """In place of the front page after signing out: on to the provider that somebody had come in by."""
    found = await goodbye.way_out(request)
    if found is None:
        return None
    provider, url = found
    response = pages.see_other(request, "/sign-out/going")
    return await attempts.begin(response, OUT, {"url": url, "provider": provider.name}, life=timedelta(minutes=5))


async def going(request: Request) -> Response:
    """Signed out here; on to the provider."""
    attempt = await attempts.find(request, OUT)
    held: Any = attempt.data
    provider = discovery.named(held["provider"])
    context = {"url": held["url"], "label": provider.label, "purpose": "out"}
    return await attempts.end(attempt, await pages.page(request, "community/providers/going.html", context))


async def done(request: Request) -> Response:
    """Where a provider sends people back to."""
    return await pages.page(request, "community/providers/gone.html", {"member": request.state.viewer.is_member})


async def told(request: Request) -> Response:
    """A provider's own word, from its machine to ours (OpenID Connect Back-Channel Logout 1.0)."""
    provider = discovery.named(request.path_params["name"])
    word = str((await forms.sent(request)).get("logout_token", ""))
    try:
        ended = await goodbye.told(provider, word)
    except Unable as error:
        log.warning("provider %s: sign-out refused: %s (%s)", provider.name, error.reason, error.fact)
        status = 400 if error.reason == "doubtful" else 503
        return JSONResponse({"error": "invalid_request"}, status_code=status, headers=NO_STORE)
    log.info("provider %s: sign-out ended %d sessions", provider.name, ended)
    return Response(status_code=200, headers=NO_STORE)


routes = [
    get("/sign-out/going", going, allow=everyone),
    get("/sign-out/done", done, allow=everyone),
    post("/sign-out/by/{name}", told, allow=everyone, tokenless=True),
]
